using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text.Json;
using Msmtp.Server;
using Msmtp.TestKit;
using Msmtp.Testing;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>A process that sends what is queued, with servers as they are.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class QueueRunTests : EndToEndTest
{
    [Theory, EachFlavour]
    public async Task An_account_that_hangs_stops_no_other_one(Flavour flavour)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var sink = MailSink.Start();
        var file = Accounts(((IPEndPoint)silent.LocalEndpoint).Port, sink.Port);
        await SendAsync(flavour, "-C", file, "-a", "one", "you@example.net");
        await SendAsync(flavour, "-C", file, "-a", "two", "you@example.net");

        using var run = RunningCommand.Start(Command(flavour, "-C", file, "--queue-run"), Token);
        var arrived = await sink.NextMailAsync(Token);
        var left = await ListAsync(flavour, file);
        for (var looks = 0; left.Count > 1; looks++)
        {
            Assert.True(looks < 100, "the mail that has arrived is still in the queue");
            left = await ListAsync(flavour, file);
        }
        run.Signal(9);
        await run.FinishAsync(Token);

        Assert.Equal(Mail, arrived.Text);
        Assert.Equal("one", Assert.Single(left).GetProperty("account").GetString());
    }

    [Theory, EachFlavour]
    public async Task A_queue_with_an_account_that_hangs_stops_no_other_queue(Flavour flavour)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var sink = MailSink.Start();
        var file = Accounts(((IPEndPoint)silent.LocalEndpoint).Port, sink.Port, haveQueues: true);
        await SendAsync(flavour, "-C", file, "-a", "one", "you@example.net");
        await SendAsync(flavour, "-C", file, "-a", "two", "you@example.net");

        using var run = RunningCommand.Start(Command(flavour, "-C", file, "--queue-run"), Token);
        var arrived = await sink.NextMailAsync(Token);
        run.Signal(9);

        Assert.Equal(Mail, arrived.Text);
    }

    [Theory, EachFlavour]
    public async Task At_an_interval_an_account_that_hangs_stops_no_mail_that_comes_later(Flavour flavour)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var sink = MailSink.Start();
        var file = Accounts(((IPEndPoint)silent.LocalEndpoint).Port, sink.Port);
        await SendAsync(flavour, "-C", file, "-a", "one", "you@example.net");

        using var daemon = RunningCommand.Start(Command(flavour, "-C", file, "-qf1s"), Token);
        using var hanging = await silent.AcceptTcpClientAsync(Token);
        await SendAsync(flavour, "-C", file, "-a", "two", "you@example.net");
        var arrived = await sink.NextMailAsync(Token);
        daemon.Signal(9);

        Assert.Equal(Mail, arrived.Text);
    }

    [Theory, EachFlavour]
    public async Task The_process_behind_a_daemon_has_all_that_was_said_of_it(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var file = Accounts(sink.Port, sink.Port, haveQueues: true);
        foreach (var account in (string[])["one", "two"])
            await SendAsync(flavour, "-C", file, "-a", account, $"{account}@example.net");

        var result = await ShellAsync(
            flavour, $"cd {Home.Path}; exec \"$@\"", "-C", "msmtprc", "-a", "two", "--setting=logfile=log", "--setting=password=secret", "-qRtwo", "-q1h");
        var arrived = await sink.NextMailAsync(Token);
        var daemon = Process.GetProcesses().Single(process => CommandLine(process).Contains($"--file={file}\0", StringComparison.Ordinal));
        var (words, folder) = (CommandLine(daemon), new FileInfo($"/proc/{daemon.Id}/cwd").LinkTarget);
        try
        {
            await Eventually.TrueAsync("it has noted that the mail is sent", () => Directory.GetFiles(Home.File("two")).Length == 0, Token);
        }
        finally
        {
            daemon.Kill();
        }

        Assert.Equal((0, "", ""), (result.ExitCode, result.OutputText, result.ErrorText));
        Assert.Equal("two@example.net", arrived.Envelope.Recipients.Single().Address);
        Assert.EndsWith($"msmtp\0--file={file}\0--account=two\0--setting=logfile={Home.File("log")}\0-qf3600s\0-qRtwo\0", words, StringComparison.Ordinal);
        Assert.Equal("/", folder);
        Assert.Equal("one", Assert.Single(await ListAsync(flavour, file)).GetProperty("account").GetString());
    }

    [Theory, EachFlavour]
    public async Task What_is_wrong_with_a_daemon_is_said_before_it_is_behind(Flavour flavour)
    {
        var result = await SendTextAsync(flavour, "", "-C", Accounts(1, 1), "-a", "three", "-q1h");

        Assert.Equal(78, result.ExitCode);
        Assert.Contains("three", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task The_process_that_stays_serves_all_queues_unless_it_is_told_which(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var file = Accounts(sink.Port, sink.Port, haveQueues: true);
        foreach (var account in (string[])["one", "two"])
            await SendAsync(flavour, "-C", file, "-a", account, "you@example.net");

        await SendTextAsync(flavour, "", "-C", file, $"--setting=queue_dir={Home.File("two")}", "--queue-run=stay");
        var left = Assert.Single(await ListAsync(flavour, file));
        var result = await SendTextAsync(flavour, "", "-C", file, "--queue-run=stay");

        Assert.Equal("one", left.GetProperty("account").GetString());
        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        Assert.Empty(await ListAsync(flavour, file));
    }

    [Theory, EachFlavour]
    public async Task Looking_for_mail_where_there_never_was_any_makes_nothing(Flavour flavour)
    {
        var file = Accounts(1, 1);
        string[][] looks = [["--queue-run"], ["--queue-run=stay"], ["-q"], ["-qRx"], ["--queue-list"], ["--queue-list=json"], ["-bp"], ["--queue-retry=all"], ["--doctor"]];

        foreach (var look in looks)
        {
            var result = await SendTextAsync(flavour, "", ["-C", file, "-a", "one", .. look]);
            Assert.True(look is ["--doctor"] || (result.ExitCode, result.ErrorText) == (0, ""), result.ToString());
            Assert.False(Directory.Exists(Home.File(".local")), string.Join(' ', look));
        }
    }

    [Theory, EachFlavour]
    public async Task Whoever_names_a_mail_hears_why_it_is_not_sent(Flavour flavour)
    {
        var file = Accounts(1, 1);
        await SendAsync(flavour, "-C", file, "-a", "one", "you@example.net");
        var id = Assert.Single(await ListAsync(flavour, file)).GetProperty("id").GetString();

        var tried = await SendTextAsync(flavour, "", "-C", file, $"--queue-run={id}");
        await SendTextAsync(flavour, "", "-C", file, $"--queue-hold={id}");
        var held = await SendTextAsync(flavour, "", "-C", file, $"--queue-run={id}");
        var none = await SendTextAsync(flavour, "", "-C", file, "-qINONE");

        Assert.Equal((75, $"msmtp: {id} has not been sent: cannot connect to 127.0.0.1, port 1: Connection refused\n"), (tried.ExitCode, tried.ErrorText));
        Assert.Equal((75, $"msmtp: {id} is held: it can be released or tried again\n"), (held.ExitCode, held.ErrorText));
        Assert.Equal((66, "msmtp: there is no mail NONE in the queue\n"), (none.ExitCode, none.ErrorText));
    }

    [Theory, EachFlavour]
    public async Task A_queue_that_cannot_be_read_hides_no_other_one(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var file = Accounts(sink.Port, sink.Port, haveQueues: true);
        await SendAsync(flavour, "-C", file, "-a", "two", "you@example.net");
        Directory.CreateDirectory(Home.File("one"));
        File.SetUnixFileMode(Home.File("one"), (UnixFileMode)0x1FF);

        var listed = await SendTextAsync(flavour, "", "-C", file, "--queue-list");
        var sent = await SendTextAsync(flavour, "", "-C", file, "--queue-run");

        Assert.Contains("account two\n", listed.OutputText, StringComparison.Ordinal);
        Assert.Contains(Home.File("one"), listed.ErrorText, StringComparison.Ordinal);
        Assert.NotEqual(0, listed.ExitCode);
        Assert.NotEqual(0, sent.ExitCode);
        Assert.Equal(Mail, sink.TakeMail()?.Text);
    }

    [Theory, EachFlavour]
    public async Task A_server_that_says_421_in_the_middle_has_the_rest_later(Flavour flavour)
    {
        var mails = 0;
        await using var sink = MailSink.Start(static options => options, new SinkAnswers
        {
            Mail = _ => Interlocked.Increment(ref mails) == 3 ? new MailOutcome(new SmtpReply(421, "4.7.0", "slow down")) : MailOutcome.Accepted,
        });
        var file = Accounts(sink.Port, sink.Port);
        for (var i = 0; i < 5; i++)
            await SendAsync(flavour, "-C", file, "-a", "one", "you@example.net");

        var result = await SendTextAsync(flavour, "", "-C", file, "--queue-run");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal((3, 1), (mails, sink.Commands.Count(static command => command.StartsWith("EHLO", StringComparison.Ordinal))));
        Assert.Equal(3, (await ListAsync(flavour, file)).Count);
    }

    public static MatrixTheoryData<Flavour, string> Refusals { get; } = new(
        Enum.GetValues<Flavour>(),
        [
            "S: 421 too busy",
            "S: 220 mx\nC: EHLO localhost\nS: 421 too busy\nC: HELO localhost\n--- close ---",
            "S: 220 mx\nC: EHLO localhost\nS: 421 too busy\n--- reset ---",
            "S: 220 mx\nC: EHLO localhost\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 421 too busy",
            "S: 220 mx\nC: EHLO localhost\nS: 250-mx\nS: 250 AUTH PLAIN\nC~ AUTH PLAIN .*\nS: 421 too busy",
            "S: 220 mx\nC: EHLO localhost\nS: 250 mx\nC~ MAIL .*\nS: 421 too busy",
            "S: 220 mx\nC: EHLO localhost\nS: 250 mx\nC~ MAIL .*\nS: 250 ok\nC~ RCPT TO:<a@.*\nS: 421 too busy\n--- close ---",
            "S: 220 mx\nC: EHLO localhost\nS: 250-mx\nS: 250 PIPELINING\nC~ MAIL .*\nC~ RCPT TO:<a@.*\nC~ RCPT TO:<b@.*\nC: DATA\n"
                + "S: 250 ok\nS: 250 ok\nS: 421 too busy\n--- close ---",
        ]);

    [Theory, MemberData(nameof(Refusals))]
    public async Task A_server_that_has_had_too_much_is_left_in_peace_whenever_it_says_so(Flavour flavour, string script)
    {
        await using var server = ScriptedServer.Start(script);
        var more = script.Contains("TLS", StringComparison.Ordinal) ? "tls on" : script.Contains("AUTH", StringComparison.Ordinal) ? "auth plain\nuser me\npassword secret" : "";
        var file = Msmtprc(server.Port, "queue always", "queue_runner off", $"queue_dir {Home.File("q")}", more);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await SendAsync(flavour, "-C", file, "a@example.net", "b@example.net");

        await SendTextAsync(flavour, "", "-C", file, "--queue-run");

        var left = Assert.Single(await ListAsync(flavour, file));
        Assert.Equal("421 too busy", left.GetProperty("reply").GetString());
        var states = Directory.GetFiles(Home.File("q/accounts")).Select(File.ReadAllText).Where(static text => text.Length > 0);
        Assert.Equal($"{(int)AccountPause.Throttled}", Assert.Single(states).Split('\t')[1]);
    }

    [Theory, EachFlavour]
    public async Task What_is_relative_in_a_msmtprc_means_what_it_meant_when_the_mail_was_queued(Flavour flavour)
    {
        await using var sink = MailSink.Start(static options => options with
        {
            RequireAuth = true, RequireTlsForAuth = false, CredentialsCheck = new PasswordTable("me", "secret").CheckAsync,
        });
        var file = Msmtprc(sink.Port, "queue always", "auth plain", "user me", "passwordeval sh ./pass", "logfile log");
        Directory.CreateDirectory(Home.File("there"));
        Home.Write("there/pass", "cat word");
        Home.Write("there/word", "secret\n");

        var sent = await ShellAsync(flavour, $"cd '{Home.File("there")}' && exec \"$@\"", "-C", file, "you@example.net");
        var mail = await sink.NextMailAsync(Token);
        await Eventually.TrueAsync("it is in the log", () => File.ReadAllText(Home.File("there/log")).Contains("smtpstatus=250", StringComparison.Ordinal), Token);

        Assert.Equal((0, ""), (sent.ExitCode, sent.ErrorText));
        Assert.Equal(Mail, mail.Text);
    }

    // SIGTERM; SIGHUP, as where a terminal ends; both, as where a session does.
    public static MatrixTheoryData<Flavour, string> Ends { get; } = new(Enum.GetValues<Flavour>(), ["15", "1", "15 1"]);

    [Theory, MemberData(nameof(Ends))]
    public async Task A_process_that_is_told_to_end_ends_its_mail_first(Flavour flavour, string signals)
    {
        using var answer = new HeldAnswer();
        await using var sink = MailSink.Start(static options => options, new SinkAnswers { Mail = _ => answer.Hold(MailOutcome.Accepted, Token) });
        var file = Accounts(sink.Port, sink.Port);
        const int mails = 30;
        for (var i = 0; i < mails; i++)
            await SendAsync(Flavour.Native, "-C", file, "-a", "one", "you@example.net");

        using var run = RunningCommand.Start(Command(flavour, "-C", file, "--queue-run"), Token);
        await answer.Asked.WaitAsync(Token);
        foreach (var signal in signals.Split(' '))
            run.Signal(int.Parse(signal, System.Globalization.CultureInfo.InvariantCulture));
        answer.Give();
        await run.FinishAsync(Token);

        // A signal arrives when it arrives.
        var left = await ListAsync(flavour, file);
        Assert.InRange(left.Count, 1, mails - 1);
        Assert.All(left, static mail => Assert.False(mail.GetProperty("may_have_been_delivered").GetBoolean()));
    }

    [Fact]
    public async Task A_process_that_is_stopped_in_the_middle_of_a_mail_keeps_it_and_ends_it_when_it_goes_on()
    {
        using var answer = new HeldAnswer();
        await using var sink = MailSink.Start(static options => options, new SinkAnswers { Mail = _ => answer.Hold(MailOutcome.Accepted, Token) });
        var file = Accounts(sink.Port, sink.Port);
        await SendAsync(Flavour.Native, "-C", file, "-a", "one", "you@example.net");

        using var run = RunningCommand.Start(Command(Flavour.Native, "-C", file, "-q"), Token);
        await answer.Asked.WaitAsync(Token);
        run.Signal(20);
        var other = await SendTextAsync(Flavour.Native, "", "-C", file, "-q");
        run.Signal(18);
        answer.Give();
        var result = await run.FinishAsync(Token);

        Assert.Equal((0, 0, ""), (other.ExitCode, result.ExitCode, result.Text));
        Assert.Empty(await ListAsync(Flavour.Native, file));
        Assert.Equal(Mail, sink.TakeMail()?.Text);
        Assert.Null(sink.TakeMail());
    }

    static string CommandLine(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    string Accounts(int one, int two, bool haveQueues = false) => Home.Write("msmtprc", $"""
        defaults
        host 127.0.0.1
        from me@example.org
        queue always
        queue_runner off
        queue_connections 1
        account one
        port {one}
        {(haveQueues ? "queue_dir ~/one" : "")}
        account two
        port {two}
        {(haveQueues ? "queue_dir ~/two" : "")}

        """);

    async Task<IReadOnlyList<JsonElement>> ListAsync(Flavour flavour, string file)
    {
        var listed = await SendTextAsync(flavour, "", "-C", file, "--queue-list=json");
        return [.. JsonDocument.Parse(listed.OutputText).RootElement.EnumerateArray()];
    }
}
