namespace Msmtp;

/// <summary>What became of a <see cref="ShellCommand"/>.</summary>
/// <param name="ExitStatus">Its exit status; 128 and the number of a signal that ended it.</param>
/// <param name="Output">All that it printed on standard output; the caller's to dispose.</param>
public sealed record ShellResult(int ExitStatus, Secret Output);
