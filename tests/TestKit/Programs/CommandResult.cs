using System.Text;

namespace Msmtp.TestKit;

/// <summary>What a program printed, and how it ended.</summary>
/// <param name="ExitCode">Its exit status; 128 plus the number of the signal that ended it.</param>
/// <param name="Output">Standard output as bytes.</param>
/// <param name="Error">Standard error as bytes.</param>
public sealed record CommandResult(int ExitCode, byte[] Output, byte[] Error)
{
    /// <summary>Standard output as UTF-8.</summary>
    public string OutputText => Encoding.UTF8.GetString(Output);

    /// <summary>Standard error as UTF-8.</summary>
    public string ErrorText => Encoding.UTF8.GetString(Error);

    /// <summary>Everything, for the message of a failed assertion.</summary>
    public override string ToString() => $"exit {ExitCode}\nstdout: {OutputText}\nstderr: {ErrorText}";
}
