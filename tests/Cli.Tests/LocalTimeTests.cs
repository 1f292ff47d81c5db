using System.Text.RegularExpressions;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests;

/// <summary>Local time is the C library's business, which is asked once, in the command's own process.</summary>
public sealed class LocalTimeTests
{
    [Theory]
    [InlineData("UTC", "+0000", "UTC")]
    [InlineData("XST-5:30", "+0530", "XST")]
    [InlineData("<-0330>3:30", "-0330", "-0330")]
    [InlineData("WIN3SUM2,J1/0,J365/24", "-0200", "SUM")]
    public async Task Date_field_and_log_obey_every_form_of_TZ(string zone, string offset, string abbreviation)
    {
        await using var sink = MailSink.Start();
        var command = new CommandRunner(TestPaths.NativeCommand)
        {
            Arguments =
            [
                "--host=127.0.0.1", $"--port={sink.Port}", "-f", "me@example.org", "-X", "-", "--logfile-time-format=%z %Z", "you@example.net",
            ],
            Environment = new Dictionary<string, string> { ["TZ"] = zone },
        };

        var result = await command.RunAsync(TestContext.Current.CancellationToken);
        var mail = await sink.NextMailAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith($"{offset} {abbreviation} host=", result.OutputText, StringComparison.Ordinal);
        Assert.Matches(new Regex($"^Date: .* {Regex.Escape(offset)}$", RegexOptions.Multiline), mail.Text);
    }
}
