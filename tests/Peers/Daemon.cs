using System.Diagnostics;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>
/// A server for one test, in the foreground. It ends when this is disposed, and also when the test process dies: its watchdog reads from a
/// pipe, which closes with its writer.
/// </summary>
sealed class Daemon : IAsyncDisposable
{
    // The output of the server goes to the file "out" in its directory.
    const string Guard = """
        exec 3<&0 >>out 2>&1
        "$@" </dev/null 3<&- &
        server=$!
        { read -r _ <&3; kill "$server"; } 2>/dev/null &
        watch=$!
        exec 3<&-
        wait "$server"
        kill "$watch"
        """;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly CommandRunner server;
    readonly Process guard;

    Daemon(CommandRunner server)
    {
        this.server = server;
        var start = new ProcessStartInfo("/bin/sh", ["-c", Guard, "sh", server.Path, .. server.Arguments])
        {
            RedirectStandardInput = true,
            WorkingDirectory = server.WorkingDirectory,
        };
        foreach (var (name, value) in server.Environment)
            start.Environment[name] = value;
        guard = Process.Start(start)!;
    }

    /// <summary>What it printed, which is where most servers complain about their configuration.</summary>
    string Output => File.Exists(OutputFile) ? File.ReadAllText(OutputFile) : "";

    string OutputFile => Path.Combine(server.WorkingDirectory, "out");

    /// <summary>Starts it; returns when it is ready.</summary>
    /// <param name="server">The server's command line; its working directory is its own.</param>
    /// <param name="isReady">Whether it is ready.</param>
    /// <exception cref="InvalidOperationException">It ended, or was not ready in time; the message contains its output.</exception>
    public static async Task<Daemon> StartAsync(CommandRunner server, Func<bool> isReady)
    {
        var daemon = new Daemon(server);
        var start = TimeProvider.System.GetTimestamp();
        while (!isReady())
        {
            if (daemon.guard.HasExited || TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                await daemon.DisposeAsync();
                throw new InvalidOperationException($"{server.Path} does not serve\n{daemon.Output}");
            }
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
        return daemon;
    }

    /// <summary>Stops it; returns when it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        guard.StandardInput.Close();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await guard.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            guard.Kill(entireProcessTree: true);
        }
        guard.Dispose();
    }
}
