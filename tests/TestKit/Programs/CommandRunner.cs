using System.Diagnostics;

namespace Msmtp.TestKit;

/// <summary>Runs a program with given bytes on its standard input and collects its output.</summary>
/// <param name="Path">The program.</param>
public sealed record CommandRunner(string Path)
{
    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The variables of its environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it also sees the variables of the test process.</summary>
    public bool InheritsEnvironment { get; init; } = true;

    /// <summary>What it reads from standard input.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>Its working directory; empty: that of the test process.</summary>
    public string WorkingDirectory { get; init; } = "";

    /// <summary>How long it may run before it is killed.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="TimeoutException">It did not end in time and was killed.</exception>
    public async Task<CommandResult> RunAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Timeout);
        using var process = Process.Start(StartInfo()) ?? throw new InvalidOperationException($"cannot start {Path}");
        try
        {
            return await TalkAsync(process, deadline.Token);
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException($"{Path} did not end within {Timeout}", e);
        }
    }

    async Task<CommandResult> TalkAsync(Process process, CancellationToken cancellationToken)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        await Task.WhenAll(
            FeedAsync(process, cancellationToken),
            process.StandardOutput.BaseStream.CopyToAsync(output, cancellationToken),
            process.StandardError.BaseStream.CopyToAsync(error, cancellationToken),
            process.WaitForExitAsync(cancellationToken));
        return new CommandResult(process.ExitCode, output.ToArray(), error.ToArray());
    }

    async Task FeedAsync(Process process, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(Input, cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended, or closed its standard input, without reading all of it, as it may.
        }
    }

    ProcessStartInfo StartInfo()
    {
        var info = new ProcessStartInfo(Path, Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = WorkingDirectory,
        };
        if (!InheritsEnvironment)
            info.Environment.Clear();

        foreach (var (name, value) in Environment)
            info.Environment[name] = value;

        return info;
    }
}
