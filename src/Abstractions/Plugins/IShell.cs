namespace Msmtp;

/// <summary>
/// Runs commands from msmtprc, and programs that a plugin needs, the same way for all plugins: with the user's environment, and never with the
/// program's standard input, which is the mail. A command is run by <c>/bin/sh -c</c>; anything that the user did not write belongs in the
/// environment or in <see cref="ShellCommand.Arguments"/>, where it cannot become a command.
/// </summary>
public interface IShell
{
    /// <summary>
    /// Runs a command and returns the first line of its output, at most 1 MiB, without its line end; null if it printed nothing. The caller
    /// zeroes the array. The exit status is ignored, and processes that the command leaves behind are not awaited. Throws
    /// <see cref="MailException"/>, which names the command, if it takes longer than the account's <c>timeout</c> (five minutes if there is
    /// none), if the line is longer, or if no shell can be started.
    /// </summary>
    ValueTask<byte[]?> ReadFirstLineAsync(string command, CancellationToken cancellationToken);

    /// <summary>
    /// Runs a command, writes its input and returns all of its output, at most 1 MiB. If it takes too long or is cancelled, it is killed with
    /// all of its child processes. Throws <see cref="MailException"/>, which names the command, if it takes too long, prints too much or
    /// cannot be started.
    /// </summary>
    ValueTask<ShellResult> RunAsync(ShellCommand command, CancellationToken cancellationToken);
}
