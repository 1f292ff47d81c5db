using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Msmtp.Bench.Tests;

public sealed partial class MailersTests
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

    // A mail of an application allocates little, whatever the machine does besides: how much depends on nothing but the code. Measured: 3,600,
    // 4,600 and 5,600.
    [Theory]
    [InlineData("stream", "1 × 1 kB", 6000)]
    [InlineData("stream", "4 × 100 kB, TLS", 6000)]
    [InlineData("message", "1 × 1 kB", 8000)]
    public async Task A_mail_allocates_little(string sender, string cell, int octets)
    {
        // Seconds: on a busy machine one has too few mails for what the start allocates not to show.
        var line = await RunAsync("loop", sender, cell, "3");

        Assert.InRange(int.Parse(Allocated().Match(line).Groups[1].ValueSpan, CultureInfo.InvariantCulture), 1, octets);
    }

    [GeneratedRegex(@"(\d+) octets")]
    private static partial Regex Allocated();

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
