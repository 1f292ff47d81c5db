using System.Runtime.Versioning;
using Msmtp.Server;
using Msmtp.TestKit;
using Msmtp.Testing;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary><c>--doctor</c>: every step up to where a mail would be handed over, and none further.</summary>
public sealed class DoctorTests : EndToEndTest
{
    [Theory, EachFlavour]
    public async Task Nothing_is_wrong(Flavour flavour)
    {
        await using var sink = Sink();

        var result = await SendTextAsync(flavour, "", "-C", Msmtprc(sink.Port, "auth plain", "user joe", "password secret"), "--doctor");

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        Assert.Equal(
            $"""
            ok      configuration   ignoring system configuration file /etc/msmtprc: No such file or directory
            ok      configuration   loaded user configuration file {Home.File("msmtprc")}
            ok      account         account default from {Home.File("msmtprc")}
            ok      secret          found for joe at 127.0.0.1
            ok      sender          me@example.org
            ok      resolve
            ok      connect         127.0.0.1, port {sink.Port}
            ok      hello
            ok      authentication
            ok      no fault found  in the steps above; not tried: what the server says to a sender, a recipient and a mail

            """,
            result.OutputText);
        Assert.DoesNotContain(sink.Commands, static command => command.StartsWith("MAIL", StringComparison.Ordinal));
        Assert.Null(sink.TakeMail());
    }

    [Theory, EachFlavour]
    public async Task A_wrong_password_fails_at_the_last_step_and_is_not_shown(Flavour flavour)
    {
        await using var sink = Sink();

        var result = await SendTextAsync(flavour, "", "-C", Msmtprc(sink.Port, "auth plain", "user joe", "password wrong-one"), "--doctor");

        Assert.Equal(77, result.ExitCode);
        Assert.Contains("ok      hello\nFAILED  authentication  authentication failed (method PLAIN)\n        server message  535 ", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("\n        hint            the server rejects the user name or the password", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-one", result.OutputText + result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_listen_fails_at_connect()
    {
        var result = await SendTextAsync(Flavour.Native, "", "-C", Msmtprc(1), "--doctor");

        Assert.Equal(75, result.ExitCode);
        Assert.Contains("ok      resolve\nFAILED  connect         cannot connect to 127.0.0.1, port 1: Connection refused\n        hint ", result.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task STARTTLS_that_is_missing_fails_behind_hello()
    {
        await using var sink = MailSink.Start();

        var result = await SendTextAsync(Flavour.Native, "", "-C", Msmtprc(sink.Port, "tls on", "tls_certcheck off"), "--doctor");

        Assert.Equal(69, result.ExitCode);
        Assert.Contains("ok      hello\nFAILED  TLS             the server does not support TLS via the STARTTLS command\n        hint ", result.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_that_is_wrong_fails_first()
    {
        var result = await SendTextAsync(Flavour.Native, "", "-C", Home.Write("msmtprc", "bogus\n"), "--doctor");

        Assert.Equal(78, result.ExitCode);
        Assert.Equal($"FAILED  configuration   {Home.File("msmtprc")}: line 1: unknown command bogus", result.OutputText.Split('\n')[1]);
    }

    [Theory]
    [InlineData("--doctor=work")]
    [InlineData("--doctor", "work")]
    [InlineData("--doctor", "--account=work")]
    public async Task An_account_can_be_named(params string[] arguments)
    {
        await using var sink = MailSink.Start();
        var msmtprc = Home.Write("msmtprc", $"account home\nhost 127.0.0.1\nport 1\naccount work\nhost 127.0.0.1\nport {sink.Port}\nfrom me@example.org\n");

        var result = await SendTextAsync(Flavour.Native, "", ["-C", msmtprc, .. arguments]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"ok      account         account work from {msmtprc}\n", result.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_takes_no_recipients()
    {
        var result = await SendTextAsync(Flavour.Native, "", "-C", Msmtprc(1), "--doctor", "default", "you@example.net");

        Assert.Equal((64, "msmtp: too many arguments\n"), (result.ExitCode, result.ErrorText));
    }

    [Theory, EachFlavour]
    public async Task Without_from_no_mail_could_be_sent(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var msmtprc = Home.Write("msmtprc", $"account default\nhost 127.0.0.1\nport {sink.Port}\n");

        var result = await SendTextAsync(flavour, "", "-C", msmtprc, "--doctor");
        var mail = await SendAsync(flavour, "-C", msmtprc, "you@example.net");

        Assert.Equal((78, mail.ExitCode), (result.ExitCode, result.ExitCode));
        Assert.EndsWith(
            $"\nFAILED  sender          account default from {msmtprc}: envelope-from address is missing\n"
            + "        hint            write \"from\" and your mail address at this server, or give it with -f\n",
            result.OutputText,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from me@example.org> SIZE=1", 65, "FAILED  sender ")]
    [InlineData("from %F", 0, "warn    sender          depends on the mail")]
    public async Task A_sender_is_looked_at(string from, int exitCode, string line)
    {
        await using var sink = MailSink.Start();
        var msmtprc = Home.Write("msmtprc", $"account default\nhost 127.0.0.1\nport {sink.Port}\n{from}\n");

        var result = await SendTextAsync(Flavour.Native, "", "-C", msmtprc, "--doctor");

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains($"\n{line}", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("no fault found", result.OutputText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "No such file or directory")]
    [InlineData("joe joe@example.org\n", "line 1: single ':' delimiter expected")]
    public async Task Aliases_that_cannot_be_used_stop_a_mail(string? text, string problem)
    {
        await using var sink = MailSink.Start();
        var aliases = text is null ? Home.File("aliases") : Home.Write("aliases", text);

        var result = await SendTextAsync(Flavour.Native, "", "-C", Msmtprc(sink.Port, $"aliases {aliases}"), "--doctor");

        Assert.Equal(78, result.ExitCode);
        Assert.EndsWith($"\nFAILED  aliases         {aliases}: {problem}\n", result.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_in_single_aliases_are_warnings()
    {
        await using var sink = MailSink.Start();
        var aliases = Home.Write("aliases", "root: me@example.org\njoe: |command\n");

        var result = await SendTextAsync(Flavour.Native, "", "-C", Msmtprc(sink.Port, $"aliases {aliases}"), "--doctor");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"\nwarn    aliases         {aliases}: line 2: ", result.OutputText, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task A_log_that_cannot_be_written_is_a_warning_and_nothing_is_made(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var (log, good) = (Home.File("none", "log"), Home.File("log"));

        var bad = await SendTextAsync(flavour, "", "-C", Msmtprc(sink.Port, $"logfile {log}"), "--doctor");
        var fine = await SendTextAsync(flavour, "", "-C", Msmtprc(sink.Port, $"logfile {good}"), "--doctor");

        Assert.Equal(0, bad.ExitCode);
        Assert.EndsWith(
            $"\nwarn    log             cannot log to {log}: cannot open: No such file or directory\n"
            + "warn    see above       no other fault found; not tried: what the server says to a sender, a recipient and a mail\n",
            bad.OutputText,
            StringComparison.Ordinal);
        Assert.Contains("\nok      log             logfile\nok      no fault found  ", fine.OutputText, StringComparison.Ordinal);
        Assert.False(File.Exists(good));
    }

    [Theory, EachFlavour]
    public async Task A_msmtprc_that_is_there_and_cannot_be_read_is_told(Flavour flavour)
    {
        File.CreateSymbolicLink(Home.File(".msmtprc"), Home.File(".msmtprc"));

        var result = await SendTextAsync(flavour, "", "--doctor");
        var mail = await SendAsync(flavour, "--debug", "you@example.net");

        Assert.Equal((78, 78), (result.ExitCode, mail.ExitCode));
        Assert.Contains($"\nwarn    configuration   ignoring user configuration file {Home.File(".msmtprc")}: ", result.OutputText, StringComparison.Ordinal);
        Assert.Contains($"\n        hint            {Home.File(".msmtprc")} exists, but you cannot read it: ", result.OutputText, StringComparison.Ordinal);
        Assert.Contains($"\nmsmtp: hint: {Home.File(".msmtprc")} exists, but you cannot read it: ", mail.ErrorText, StringComparison.Ordinal);
    }

    [Fact, UnsupportedOSPlatform("windows")]
    public async Task A_queue_that_cannot_be_made_is_told_and_nothing_is_made_to_find_out()
    {
        await using var sink = MailSink.Start();
        var closed = Home.File("closed");
        Directory.CreateDirectory(closed, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        var open = Home.File("open");
        Directory.CreateDirectory(open);
        File.SetUnixFileMode(open, (UnixFileMode)0b111_111_111);

        var tried = await ExamineAsync("queue on", $"queue_dir {closed}/state/q");
        var always = await ExamineAsync("queue always", $"queue_dir {closed}/state/q");
        var good = await ExamineAsync("queue always", $"queue_dir {open}/state/q");

        var reason = $"cannot create a file in the queue {closed}/state/q: Permission denied";
        Assert.Contains($"\nwarn    queue           no mail can be queued: {reason}\n", tried.OutputText, StringComparison.Ordinal);
        Assert.Contains($"\nFAILED  queue           {reason}\n", always.OutputText, StringComparison.Ordinal);
        Assert.Contains("\nok      queue           empty\n", good.OutputText, StringComparison.Ordinal);
        Assert.Equal((0, 73, 0), (tried.ExitCode, always.ExitCode, good.ExitCode));
        Assert.Empty(Directory.GetFileSystemEntries(open));

        async Task<CommandResult> ExamineAsync(params string[] lines)
        {
            var file = Msmtprc(sink.Port, lines);
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            return await new OrdinaryUser(Home).RunAsync(Command(Flavour.Native, "-C", file, "--doctor"), Token);
        }
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_waited_for_no_longer_than_ten_seconds()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var port = ((System.Net.IPEndPoint)silent.LocalEndpoint).Port;

        var result = await SendTextAsync(Flavour.Native, "", "-C", Msmtprc(port), "--doctor").WaitAsync(TimeSpan.FromSeconds(60), Token);

        Assert.Equal(74, result.ExitCode);
        Assert.Contains("\nFAILED  hello           network read error: the operation timed out\n", result.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_as_the_mail_would()
    {
        await using var server = ScriptedServer.Start("S: 421 4.3.2 later\n");

        var result = await SendTextAsync(Flavour.Native, "", "-C", Msmtprc(server.Port, "temporary_failures on"), "--doctor");

        Assert.Equal(75, result.ExitCode);
    }

    static MailSink Sink() => MailSink.Start(static options => options with
    {
        RequireTlsForAuth = false,
        CredentialsCheck = new PasswordTable("joe", "secret").CheckAsync,
    });
}
