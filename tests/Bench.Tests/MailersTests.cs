using System.Diagnostics;

namespace Msmtp.Bench.Tests;

public sealed class MailersTests
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Both_libraries_send_in_the_clear_and_encrypted()
    {
        var table = await RunAsync("--quick", "--only", "4 × 1 kB");

        Assert.Contains("| 4 × 1 kB |", table, StringComparison.Ordinal);
        Assert.Contains("| 4 × 1 kB, TLS |", table, StringComparison.Ordinal);
        Assert.Contains("| on the wall, ms |", table, StringComparison.Ordinal);
    }

    static async Task<string> RunAsync(params IEnumerable<string> arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Msmtp.Bench.Mailers");
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        using var patience = new CancellationTokenSource(Patience);
        var table = await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        Assert.Equal(0, process.ExitCode);
        return table;
    }
}
