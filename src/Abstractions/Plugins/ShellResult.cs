using Msmtp.Text;

namespace Msmtp;

/// <summary>What became of a <see cref="ShellCommand"/>.</summary>
/// <param name="ExitStatus">Its exit status; 128 and the number of a signal that ended it.</param>
/// <param name="Output">All that it printed on standard output; the caller's to dispose.</param>
public sealed record ShellResult(int ExitStatus, Secret Output)
{
    /// <summary>
    /// The first 64 KiB that it printed on standard error; the caller's to dispose, and to make printable before it is shown
    /// (<see cref="PrintableText"/>). Null: <see cref="ShellCommand.TakesError"/> was not set.
    /// </summary>
    public Secret? Error { get; init; }
}
