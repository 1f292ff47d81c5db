namespace Msmtp;

/// <summary>
/// Runs the commands that a user wrote into msmtprc, and programs that a plugin needs, the same way for all plugins: with the user's own
/// environment, and never the program's standard input, because that holds the mail. A command goes to <c>/bin/sh -c</c>; what does not
/// come from the user's hand belongs into the environment or into <see cref="ShellCommand.Arguments"/>, where it cannot be a command.
/// </summary>
public interface IShell
{
    /// <summary>
    /// Runs a command to its end and gives the first line of its output, 1 MiB at most, without its line end. Null: it printed nothing.
    /// The array is the caller's to zero. The exit status is not looked at, and nobody waits for what the command leaves behind. Throws
    /// <see cref="MailException"/>, which names the command, when it takes longer than the account's <c>timeout</c>, or five minutes where
    /// it has none, or prints a longer line, and when no shell can be started.
    /// </summary>
    ValueTask<byte[]?> ReadFirstLineAsync(string command, CancellationToken cancellationToken);

    /// <summary>
    /// Runs a command to its end, gives it what it is to read, and takes all that it prints until then, 1 MiB at most. A command that takes
    /// too long, or whose caller loses interest, is killed with all that it started. Throws <see cref="MailException"/>, which
    /// names the command, when it takes too long or prints too much, and when it cannot be started.
    /// </summary>
    ValueTask<ShellResult> RunAsync(ShellCommand command, CancellationToken cancellationToken);
}
