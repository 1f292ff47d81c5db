using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>A command that runs while somebody does what it asks for. Ended with the test.</summary>
sealed class Conversation : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly Process process;
    readonly StringBuilder said = new();
    readonly StringBuilder complained = new();
    readonly Task listening;

    Conversation(Process process)
    {
        this.process = process;
        listening = Task.WhenAll(ListenAsync(process.StandardOutput, said), ListenAsync(process.StandardError, complained));
    }

    /// <summary>Whether it still runs.</summary>
    public bool IsRunning => !process.HasExited;

    /// <summary>Starts a command. Its standard input stays open.</summary>
    public static Conversation Start(CommandRunner command)
    {
        var start = new ProcessStartInfo(command.Path, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = command.WorkingDirectory,
        };
        foreach (var (name, value) in command.Environment)
            start.Environment[name] = value;
        return new Conversation(Process.Start(start)!);
    }

    /// <summary>Waits until it has said something, on its standard output.</summary>
    /// <exception cref="InvalidOperationException">It ended without saying it; the message contains what it said.</exception>
    public async Task<Match> SaysAsync(Regex pattern)
    {
        await Eventually.TrueAsync(
            $"the command says {pattern}",
            () => pattern.IsMatch(Text(said)) || listening.IsCompleted,
            TestContext.Current.CancellationToken);
        return pattern.Match(Text(said)) is { Success: true } match ? match : throw new InvalidOperationException($"{await EndAsync()}");
    }

    /// <summary>Types a line.</summary>
    public async Task TypeAsync(string line)
    {
        await process.StandardInput.WriteLineAsync(line);
        await process.StandardInput.FlushAsync();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<CommandResult> EndAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Patience);
        await process.WaitForExitAsync(deadline.Token);
        await listening.WaitAsync(deadline.Token);
        return new CommandResult(process.ExitCode, Encoding.UTF8.GetBytes(Text(said)), Encoding.UTF8.GetBytes(Text(complained)));
    }

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    static async Task ListenAsync(StreamReader reader, StringBuilder heard)
    {
        var buffer = new char[1024];
        while (await reader.ReadAsync(buffer) is > 0 and var count)
            lock (heard)
                heard.Append(buffer, 0, count);
    }

    static string Text(StringBuilder heard)
    {
        lock (heard)
            return heard.ToString();
    }
}
