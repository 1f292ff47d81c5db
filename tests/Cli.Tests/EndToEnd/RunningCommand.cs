using System.Diagnostics;
using System.Globalization;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>A command while it runs: its standard input is written as the test likes, and the system is asked about it.</summary>
sealed class RunningCommand : IDisposable
{
    readonly Process process;
    readonly Task<string> output;
    readonly Task<string> error;

    RunningCommand(Process process, CancellationToken cancellationToken)
    {
        this.process = process;
        output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        error = process.StandardError.ReadToEndAsync(cancellationToken);
    }

    /// <summary>Its standard input, unbuffered.</summary>
    public Stream Input => process.StandardInput.BaseStream;

    /// <summary>Its memory.</summary>
    public ProcessMemory Memory => new(process.Id);

    /// <summary>The most memory that was resident until now, in KiB.</summary>
    public long PeakMemoryInKiB
    {
        get
        {
            var status = File.ReadLines($"/proc/{process.Id}/status");
            var line = status.Single(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
    }

    /// <summary>The names of its threads.</summary>
    public IReadOnlyList<string> Threads =>
        [.. Directory.GetDirectories($"/proc/{process.Id}/task").Select(static thread => File.ReadAllText(thread + "/comm").TrimEnd('\n'))];

    public static RunningCommand Start(CommandRunner command, CancellationToken cancellationToken)
    {
        var info = new ProcessStartInfo(command.Path, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment.Clear();
        foreach (var (name, value) in command.Environment)
            info.Environment[name] = value;
        return new RunningCommand(Process.Start(info) ?? throw new InvalidOperationException($"cannot start {command.Path}"), cancellationToken);
    }

    /// <summary>Sends it a signal.</summary>
    public void Signal(int number)
    {
        using var kill = Process.Start("/bin/kill", [$"-{number}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end. Returns its exit status and all that it printed.</summary>
    public async Task<(int ExitCode, string Text)> FinishAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output + await error);
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }
}
