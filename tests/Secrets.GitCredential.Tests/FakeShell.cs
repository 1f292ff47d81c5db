using Msmtp.Text;

namespace Msmtp.Secrets.GitCredential.Tests;

/// <summary>Answers each <c>get</c> with the next of its texts, and remembers what it was told.</summary>
sealed class FakeShell(params string[] answers) : IShell
{
    readonly Queue<string> next = new(answers);

    /// <summary>Operation and description of each call, on one line.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>How the helper ends.</summary>
    public int ExitStatus { get; init; }

    public ValueTask<byte[]?> ReadFirstLineAsync(string command, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<ShellResult> RunAsync(ShellCommand command, CancellationToken cancellationToken)
    {
        var operation = command.Text.Replace(" >/dev/null", "", StringComparison.Ordinal).Split(' ')[^1];
        Calls.Add($"{operation} {OctetText.Decode(command.Input!.Reveal()).TrimEnd().Replace('\n', ' ')}");
        var answer = operation is "get" or "fill" ? next.Dequeue() : "";
        return new(new ShellResult(ExitStatus, Secret.FromText(answer)));
    }
}
