using System.Security.Cryptography;

namespace Msmtp.Cli;

/// <summary>
/// The person at the terminal: the last one to be asked. Talks to the controlling terminal, since standard input is the mail.
/// </summary>
sealed class TerminalPrompt(string terminal = TerminalPrompt.ControllingTerminal) : ISecretSource
{
    // The longest line that a terminal of Linux takes in one piece.
    const int LongestLine = 4096;
    const string ControllingTerminal = "/dev/tty";

    /// <summary>When it is asked.</summary>
    public static SecretFacts Facts { get; } = new(SecretFacts.Prompt) { AsksPerson = true };

    /// <summary>Asks. An empty answer is an empty password. Null: there is no terminal, or the server refused the answer already.</summary>
    public ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return new ValueTask<Secret?>(query.Rejected is null ? Ask(Prompt(query)) : null);
    }

    internal static string Prompt(SecretQuery query) => Printable.Text(
        Word(query.Kind)
        + (query.File is null ? "" : $" in {query.File}")
        + (query.User is null ? "" : $" for {query.User}")
        + (query.Host is null ? "" : $" at {query.Host}")
        + ": ");

    // msmtp asks for a "password" where a token is meant, too, and scripts that answer wait for that word.
    static string Word(SecretKind kind) => kind switch
    {
        SecretKind.KeyPassphrase => "passphrase of the private key",
        SecretKind.Pin => "PIN",
        _ => "password",
    };

    Secret? Ask(string prompt)
    {
        try
        {
            using var handle = File.OpenHandle(terminal, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            var descriptor = (int)handle.DangerousGetHandle();
            using var echo = TerminalEcho.TurnOff(descriptor);
            return echo is null ? null : Ask(descriptor, OctetText.Encode(prompt));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    static Secret Ask(int descriptor, ReadOnlySpan<byte> prompt)
    {
        FileDescriptor.Write(descriptor, prompt);
        var line = new byte[LongestLine];
        try
        {
            var count = FileDescriptor.Read(descriptor, line);
            var answer = line.AsSpan(0, count);
            if (answer is [.., (byte)'\n'])
            {
                answer = answer[..^1];
                FileDescriptor.Write(descriptor, "\n"u8);
            }
            return new Secret(answer.ToArray());
        }
        finally
        {
            CryptographicOperations.ZeroMemory(line);
        }
    }
}
