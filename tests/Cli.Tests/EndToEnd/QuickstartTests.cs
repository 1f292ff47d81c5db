using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>The first thing that README.md promises.</summary>
public sealed class QuickstartTests
{
    [Fact]
    public async Task A_given_message_arrives_through_STARTTLS_and_AUTH_and_is_shown()
    {
        using var folder = new TempDirectory();
        folder.Write("some.eml", "Subject: mine\nFrom: me@example.org\nDate: x\nMessage-ID: <y>\n\n.dotted\nlast line\n");
        var quickstart = new CommandRunner(Path.Combine(TestPaths.Root, "quickstart.sh"))
        {
            Arguments = ["some.eml"],
            WorkingDirectory = folder.Path,
            Environment = new Dictionary<string, string> { ["TMPDIR"] = folder.Path },
            Timeout = TimeSpan.FromMinutes(5),
        };

        var result = await quickstart.RunAsync(TestContext.Current.CancellationToken);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("C: STARTTLS", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("C: AUTH PLAIN ***", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("\nSubject: mine\nFrom: me@example.org\nDate: x\nMessage-ID: <y>\n\n.dotted\nlast line\n", result.OutputText, StringComparison.Ordinal);
        var mails = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Where(static file => file.Contains("/Maildir/new/", StringComparison.Ordinal));
        Assert.Single(mails);
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_is_told_at_once()
    {
        var quickstart = new CommandRunner(Path.Combine(TestPaths.Root, "quickstart.sh")) { Arguments = ["/nowhere/some.eml"] };

        var result = await quickstart.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal((66, "quickstart.sh: cannot read /nowhere/some.eml\n"), (result.ExitCode, result.ErrorText));
    }
}
