using System.Diagnostics;

namespace Msmtp.Bench;

/// <summary>
/// A server that runs as long as this process holds its standard input open: it ends with the row that started it, and also if this process
/// is killed.
/// </summary>
sealed class ServerProcess : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    readonly Process process;

    public ServerProcess(string program, params IEnumerable<string> arguments)
    {
        process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    /// <summary>The first line of its standard output.</summary>
    public string FirstLine() => process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("a server ended before it began");

    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(Patience))
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }
}
