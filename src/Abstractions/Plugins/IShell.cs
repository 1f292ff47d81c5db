namespace Msmtp;

/// <summary>
/// Runs the commands that a user wrote into msmtprc, the same way for all plugins: with <c>/bin/sh -c</c>, the user's own
/// environment, the program's error output, and an empty standard input, because the program's own holds the mail.
/// </summary>
public interface IShell
{
    /// <summary>
    /// Runs a command to its end and gives the first line of its output, without its line end. Null: it printed nothing.
    /// The array is the caller's to zero. The exit status is not looked at. Throws <see cref="MailException"/> when no shell
    /// can be started.
    /// </summary>
    ValueTask<byte[]?> ReadFirstLineAsync(string command, CancellationToken ct);
}
