using System.Text.Json;
using Msmtp.TestKit;

namespace Msmtp.Packages.Tests;

/// <summary>The samples, built and tested from the packages by somebody without the repository, and loaded by the command.</summary>
[Collection(nameof(Strangers))]
public sealed class SampleTests(Stranger stranger)
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Auth.Hmac")]
    [InlineData("Filter.Digest")]
    [InlineData("Log.Json")]
    [InlineData("Secrets.Pass")]
    [InlineData("Transport.Http")]
    public async Task A_sample_passes_its_tests_and_loads(string name)
    {
        await Registry.RequireAsync(Token);
        var hasPass = File.Exists("/usr/bin/pass") && File.Exists("/usr/bin/gpg");
        Assert.SkipWhen(name == "Secrets.Pass" && !hasPass, "pass or gpg is not installed");
        var folder = stranger.CopySample(name);

        var tested = await stranger.DotnetAsync(folder, "test", $"-p:MsmtpVersion={stranger.Version}");
        stranger.Install(Path.Combine(folder, name, "bin", "Debug", "net10.0"), name);

        Assert.Contains("Test run summary: Passed!", tested, StringComparison.Ordinal);
        Assert.Matches(@"succeeded: [1-9]\d+", tested);
        Assert.Contains("skipped: 0", tested, StringComparison.Ordinal);
        await AssertLoadsAsync(name);
    }

    async Task AssertLoadsAsync(string name)
    {
        await using var sink = MailSink.Start();
        var log = name == "Log.Json" ? "jsonlog ~/mail.jsonl" : "";
        var filter = name == "Filter.Digest" ? "body_digest sha-512" : "";

        var account = $"account default\nhost 127.0.0.1\nport {sink.Port}\nfrom me@example.org";

        var sent = await stranger.SendAsync($"plugin {name}\n{account}\n{log}\n{filter}");

        Assert.True(sent.ExitCode == 0, sent.ToString());
        var mail = await sink.NextMailAsync(Token);
        Assert.Equal(["you@example.net"], mail.Recipients);
        Assert.Equal(filter.Length > 0, mail.Text.StartsWith("Content-Digest: sha-512=:", StringComparison.Ordinal));
        if (log.Length > 0)
        {
            using var record = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(stranger.Home, "mail.jsonl"), Token));
            Assert.Equal("you@example.net", record.RootElement.GetProperty("to")[0].GetString());
        }
    }
}
