using System.Security.Cryptography;
using Msmtp.Text;

namespace Msmtp.Cli;

/// <summary>Asks the person at the controlling terminal, since standard input is the mail.</summary>
sealed class TerminalDialogue(string terminal = TerminalDialogue.ControllingTerminal) : IPrompt
{
    /// <summary>The controlling terminal of the process.</summary>
    public const string ControllingTerminal = "/dev/tty";

    // The longest line that a terminal accepts on Linux.
    const int LongestLine = 4096;

    public ValueTask<string?> AskAsync(string question, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var answer = Ask(descriptor => Ask(descriptor, question));
        return new(answer is null ? null : OctetText.Decode(answer.Reveal()));
    }

    // Turning the echo off shows whether it is a terminal at all. An empty answer is an empty secret.
    public ValueTask<Secret?> AskSecretAsync(string question, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Ask(descriptor =>
        {
            using var echo = TerminalEcho.TurnOff(descriptor);
            return echo is null ? null : Ask(descriptor, question, lineEnd: "\n");
        }));
    }

    Secret? Ask(Func<int, Secret?> ask)
    {
        try
        {
            using var handle = File.OpenHandle(terminal, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            return ask((int)handle.DangerousGetHandle());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Without the echo, the line end has to be written here.
    static Secret? Ask(int descriptor, string question, string lineEnd = "")
    {
        FileDescriptor.Write(descriptor, OctetText.Encode(PrintableText.Text(question)));
        var line = new byte[LongestLine];
        try
        {
            var answer = line.AsSpan(0, FileDescriptor.Read(descriptor, line));
            // A terminal that echoes returns at least a line end: nothing at all means that nobody is there.
            if (answer.IsEmpty && lineEnd.Length == 0)
                return null;
            if (answer is not [.., (byte)'\n'])
                return new Secret(answer.ToArray());
            FileDescriptor.Write(descriptor, OctetText.Encode(lineEnd));
            return new Secret(answer[..^1].ToArray());
        }
        finally
        {
            CryptographicOperations.ZeroMemory(line);
        }
    }
}
