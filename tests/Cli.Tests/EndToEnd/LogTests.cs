using System.Runtime.Versioning;
using Msmtp.Server;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>A log that cannot be written neither changes nor hides what became of the mail.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LogTests : EndToEndTest
{
    const string OutcomeOfSuccess = "tls=off auth=off from=me@example.org recipients=you@example.net mailsize=";

    [Theory, EachFlavour]
    public async Task A_line_is_appended_for_each_mail(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var log = Home.Write("log", "first\n");

        var result = await SendAsync(flavour, [.. Server(sink.Port), $"--logfile={log}", "you@example.net"]);

        Assert.True(result.ExitCode == 0, result.ToString());
        var lines = await File.ReadAllLinesAsync(log, Token);
        Assert.Equal(2, lines.Length);
        Assert.Equal("first", lines[0]);
        Assert.Contains(OutcomeOfSuccess, lines[1], StringComparison.Ordinal);
        Assert.EndsWith(" exitcode=EX_OK", lines[1], StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task A_dash_is_standard_output(Flavour flavour)
    {
        await using var sink = MailSink.Start();

        var result = await SendAsync(flavour, [.. Server(sink.Port), "--logfile=-", "you@example.net"]);

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        Assert.Matches($"^... .. ..:..:.. host=127\\.0\\.0\\.1 {OutcomeOfSuccess}.* exitcode=EX_OK\n$", result.OutputText);
    }

    public static TheoryData<Flavour, string, string> Unwritable { get; } = new(
        from flavour in Enum.GetValues<Flavour>()
        from log in new[]
        {
            ("/dev/full", "cannot write: No space left on device"),
            ("/missing/folder/log", "cannot open: No such file or directory"),
            ("/dev", "cannot open: Is a directory"),
            ("/dev/null/log", "cannot open: Not a directory"),
        }
        select (flavour, log.Item1, log.Item2));

    [Theory, MemberData(nameof(Unwritable))]
    public async Task A_mail_that_was_sent_stays_sent(Flavour flavour, string log, string reason)
    {
        await using var sink = MailSink.Start();

        var result = await SendAsync(flavour, [.. Server(sink.Port), $"--logfile={log}", "you@example.net"]);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.StartsWith(
            $"msmtp: cannot log to {log}: {reason}\nmsmtp: log info was: host=127.0.0.1 {OutcomeOfSuccess}",
            result.ErrorText,
            StringComparison.Ordinal);
        Assert.NotNull(sink.TakeMail());
    }

    [Theory]
    [InlineData("/dev/full")]
    [InlineData("/missing/folder/log")]
    public async Task A_mail_that_was_refused_stays_refused(string log)
    {
        await using var sink = MailSink.Start(
            static options => options, new SinkAnswers { Recipient = static _ => new SmtpReply(550, "5.1.1", "no such user") });

        var result = await SendAsync(Flavour.Native, [.. Server(sink.Port), $"--logfile={log}", "you@example.net"]);

        Assert.Equal(65, result.ExitCode);
        Assert.Contains("recipient address you@example.net not accepted by the server", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("log info was: host=127.0.0.1", result.ErrorText, StringComparison.Ordinal);
        Assert.EndsWith("exitcode=EX_DATAERR\n", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_may_only_be_read_is_complained_of()
    {
        await using var sink = MailSink.Start();
        var log = Home.Write("log", "");
        File.SetUnixFileMode(log, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        var result = await new OrdinaryUser(Home).RunAsync(
            Command(Flavour.Native, [.. Server(sink.Port), $"--logfile={log}", "you@example.net"]), Token);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.StartsWith($"msmtp: cannot log to {log}: cannot open: Permission denied\n", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_on_a_full_standard_output_is_complained_of()
    {
        await using var sink = MailSink.Start();

        var result = await ShellAsync(Flavour.Native, "exec \"$@\" > /dev/full", [.. Server(sink.Port), "--logfile=-", "you@example.net"]);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("msmtp: cannot log to -: cannot write: No space left on device", result.ErrorText, StringComparison.Ordinal);
    }

    // A socket that took the place of a closed standard stream would get what is meant for the user.
    [Theory]
    [InlineData("exec \"$@\" >&-", "--debug", "--logfile=-")]
    [InlineData("exec \"$@\" 2>&-", "--logfile=/dev/full", "--timeout=off")]
    [InlineData("exec \"$@\" >&- 2>&-", "--debug", "--logfile=/dev/full")]
    public async Task Closed_standard_streams_do_not_spoil_the_mail(string script, string first, string second)
    {
        await using var sink = MailSink.Start();

        var result = await ShellAsync(Flavour.Native, script, [.. Server(sink.Port), first, second, "you@example.net"]);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(["EHLO localhost", "MAIL FROM:<me@example.org>", "RCPT TO:<you@example.net>", "DATA", "QUIT"], sink.Commands);
        Assert.Equal(Mail, sink.TakeMail()?.Text);
    }

    [Fact]
    public async Task A_server_cannot_write_lines_of_its_own_into_the_log()
    {
        await using var server = ScriptedServer.Start("""
            S: 220 ready
            C: EHLO localhost
            S: 250 localhost
            C: MAIL FROM:<me@example.org>
            --- raw 550 no'\rJan 01 00:00:00 host=evil\r\n ---
            --- gone ---
            """);
        var log = Home.File("log");

        var result = await SendAsync(Flavour.Native, [.. Server(server.Port), $"--logfile={log}", "you@example.net"]);

        Assert.Equal(65, result.ExitCode);
        var text = await File.ReadAllTextAsync(log, Token);
        Assert.DoesNotContain('\r', text);
        Assert.Contains("smtpmsg='550 no??Jan 01", text, StringComparison.Ordinal);
        Assert.Single(text.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task The_environment_cannot_write_lines_of_its_own_into_the_log()
    {
        var log = Home.File("log");
        var command = Command(Flavour.Native, "-C", "/dev/null", $"--logfile={log}", "you@example.net") with
        {
            Environment = EnvironmentWith(("SMTPSERVER", "no host\nJan 01 00:00:00 host=evil"), ("EMAIL", "me@example.org")),
        };

        var result = await command.RunAsync(Token);

        Assert.NotEqual(0, result.ExitCode);
        Assert.True(!File.Exists(log) || (await File.ReadAllLinesAsync(log, Token)).Length == 1, result.ToString());
    }
}
