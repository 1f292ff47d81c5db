using System.Runtime.Versioning;
using Msmtp.Server;
using Msmtp.TestKit;
using Msmtp.Testing;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>What the command says of an account with several servers, and what is wrong with it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FailoverWordsTests : EndToEndTest
{
    readonly int closed = LoopbackServer.ClosedPort();

    [Theory, EachFlavour]
    public async Task The_log_and_the_debugging_output_say_which_server_has_the_mail(Flavour flavour)
    {
        await using var sink = MailSink.Start();

        var result = await SendAsync(flavour, "-C", Accounts(sink.Port, "logfile -"), "--debug", "you@example.net");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("\nfailover = second\nfailing over to account second\n", result.OutputText, StringComparison.Ordinal);
        Assert.Contains($"cannot connect to 127.0.0.1, port {closed}: Connection refused, trying account second\n", result.OutputText, StringComparison.Ordinal);
        Assert.Contains(" host=localhost tls=off auth=off from=me@example.org recipients=you@example.net ", result.OutputText, StringComparison.Ordinal);
        Assert.Equal("", result.ErrorText);
        Assert.Equal(Mail, sink.TakeMail()?.Text);
    }

    [Theory, EachFlavour]
    public async Task If_none_takes_it_the_last_failure_is_told_with_the_others(Flavour flavour)
    {
        await using var busy = new EndingServer(EndingStage.Greeting, EndingWay.Busy);

        var result = await SendAsync(flavour, "-C", Accounts(busy.Port, "logfile -"), "you@example.net");

        var first = $"account default (cannot connect to 127.0.0.1, port {closed}: Connection refused)";
        Assert.Equal(76, result.ExitCode);
        Assert.Equal(
            $"msmtp: cannot get initial OK message from server; also tried: {first}\nmsmtp: server message: 421 4.3.2 too much to do\n"
            + $"msmtp: could not send mail (account second from {Home.File("msmtprc")})\n", result.ErrorText);
        Assert.Contains($" host=localhost tls=off auth=off from=me@example.org recipients=you@example.net smtpstatus=421 ", result.OutputText, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task Pretending_shows_the_ways_and_finds_what_is_wrong_with_them(Flavour flavour)
    {
        var good = await SendAsync(flavour, "-C", Accounts(26), "--pretend", "you@example.net");
        var wrong = await SendAsync(flavour, "-C", Accounts(26, "socket /s", "host x y"), "--pretend", "you@example.net");
        var missing = Home.Write("missing", "account second\nfrom a@x\naccount default\nhost x\nfrom me@example.org\nfailover second\n");
        var lacking = await SendAsync(flavour, "-C", missing, "--pretend", "you@example.net");

        Assert.Contains(
            $"\nfailing over to account second from {Home.File("msmtprc")}: host = localhost, port = 26\n", good.OutputText, StringComparison.Ordinal);
        Assert.Equal((78, "host names several servers, and socket one"), (wrong.ExitCode, wrong.ErrorText.Trim().Split(": ")[^1]));
        Assert.Equal((78, $"msmtp: account second from {missing}: host not set\n"), (lacking.ExitCode, lacking.ErrorText));
    }

    [Theory, EachFlavour]
    public async Task An_unknown_account_is_told_by_file_and_line_or_option_before_anything_is_sent(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var file = Accounts(sink.Port, "failover second, nobody");

        var written = await SendAsync(flavour, "-C", file, "you@example.net");
        var given = await SendAsync(flavour, "-C", Accounts(sink.Port), "--failover=nobody", "you@example.net");
        var twice = await SendAsync(flavour, "-C", Accounts(sink.Port), "--failover=second,second", "you@example.net");
        var without = await SendAsync(flavour, [.. Server(sink.Port), "--failover=second", "you@example.net"]);

        Assert.Equal((78, $"msmtp: {file}: line 11: account nobody of command failover not found\n"), (written.ExitCode, written.ErrorText));
        Assert.Equal((78, "msmtp: --failover: account nobody of command failover not found\n"), (given.ExitCode, given.ErrorText));
        Assert.Equal((64, "account second is named twice"), (twice.ExitCode, twice.ErrorText.Trim().Split(": ")[^1]));
        Assert.Equal((78, "msmtp: --failover: account second of command failover not found\n"), (without.ExitCode, without.ErrorText));
        Assert.Empty(sink.Commands);
    }

    [Theory, EachFlavour]
    public async Task An_option_changes_the_list_or_takes_it_away(Flavour flavour)
    {
        await using var sink = MailSink.Start();

        var off = await SendAsync(flavour, "-C", Accounts(sink.Port), "--failover=off", "you@example.net");
        var on = await SendAsync(flavour, "-C", Accounts(sink.Port, "failover"), "--failover=second", "you@example.net");

        Assert.Equal((75, 0), (off.ExitCode, on.ExitCode));
        Assert.Equal(Mail, sink.TakeMail()?.Text);
        Assert.Null(sink.TakeMail());
    }

    [Theory, EachFlavour]
    public async Task Several_hosts_on_the_command_line_and_in_the_environment(Flavour flavour)
    {
        await using var sink = MailSink.Start();

        var option = await SendAsync(flavour, "--host=no-such-host.invalid ::1 127.0.0.1", $"--port={sink.Port}", "--from=me@example.org", "you@example.net");
        var variable = await (Command(flavour, $"--port={sink.Port}", "you@example.net") with
        {
            Environment = EnvironmentWith(("SMTPSERVER", "no-such-host.invalid localhost"), ("EMAIL", "me@example.org")),
            Input = System.Text.Encoding.ASCII.GetBytes(Mail),
        }).RunAsync(Token);

        Assert.Equal((0, ""), (option.ExitCode, option.ErrorText));
        Assert.Equal((0, ""), (variable.ExitCode, variable.ErrorText));
        Assert.Equal((Mail, Mail), (sink.TakeMail()?.Text, sink.TakeMail()?.Text));
    }

    [Theory, EachFlavour]
    public async Task A_queued_mail_knows_all_servers_of_the_environment(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var queue = new[] { "--queue=always", $"--setting=queue_dir={Home.File("queue")}", "--setting=queue_runner=off" };

        var queued = await (Command(flavour, [.. queue, $"--port={sink.Port}", "you@example.net"]) with
        {
            Environment = EnvironmentWith(("SMTPSERVER", "no-such-host.invalid localhost"), ("EMAIL", "me@example.org")),
            Input = System.Text.Encoding.ASCII.GetBytes(Mail),
        }).RunAsync(Token);
        var sent = await SendTextAsync(flavour, "", [.. queue, "--queue-run"]);

        Assert.True((queued.ExitCode, sent.ExitCode) == (0, 0), $"{queued} {sent}");
        Assert.NotNull(sink.TakeMail());
    }

    [Theory, EachFlavour]
    public async Task The_doctor_examines_each_server(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var good = await SendTextAsync(flavour, "", "-C", Accounts(sink.Port), "--doctor");
        var dead = await SendTextAsync(flavour, "", "-C", Accounts(closed), "--doctor");
        await using var auth = MailSink.Start(static options => options with { CredentialsCheck = new PasswordTable("joe", "secret").CheckAsync, RequireTlsForAuth = false });
        var file = Home.Write("wrong", $"""
            account second
            host localhost
            port {auth.Port}
            auth plain
            user joe
            passwordeval echo wrong
            account default
            host 127.0.0.1
            port {sink.Port}
            from me@example.org
            failover second

            """);
        var wrong = await SendTextAsync(flavour, "", "-C", file, "--doctor");

        Assert.Equal(0, good.ExitCode);
        Assert.Contains($"\nwarn    connect         cannot connect to 127.0.0.1, port {closed}: Connection refused\n", good.OutputText, StringComparison.Ordinal);
        Assert.Contains($"\nok      failover        account second\nok      resolve\nok      connect         localhost, port {sink.Port}\nok      hello\n", good.OutputText, StringComparison.Ordinal);
        Assert.Equal(75, dead.ExitCode);
        Assert.Contains("\nFAILED  server          none of them can be reached\n", dead.OutputText, StringComparison.Ordinal);
        Assert.Equal(77, wrong.ExitCode);
        Assert.Contains("\nFAILED  authentication  authentication failed (method PLAIN)\n", wrong.OutputText, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task Information_is_that_of_the_first_server(Flavour flavour)
    {
        await using var sink = MailSink.Start();

        var first = await SendTextAsync(flavour, "", "-C", Accounts(sink.Port), "--serverinfo");
        var second = await SendTextAsync(flavour, "", "-C", Accounts(sink.Port), "-a", "second", "--serverinfo");

        Assert.Equal((75, 0), (first.ExitCode, second.ExitCode));
    }

    [Theory, EachFlavour]
    public async Task The_password_of_the_other_account_is_asked_for_when_it_is_tried(Flavour flavour)
    {
        await using var first = MailSink.Start();
        await using var second = MailSink.Start(static options => options with { CredentialsCheck = new PasswordTable("joe", "secret").CheckAsync, RequireTlsForAuth = false });
        var calls = Home.File("calls");
        string File(int port) => Home.Write("asking", $"""
            account second
            host localhost
            port {second.Port}
            auth plain
            user joe
            passwordeval echo x >> {calls}; echo secret
            account default
            host 127.0.0.1
            port {port}
            from me@example.org
            failover second

            """);

        var unasked = await SendAsync(flavour, "-C", File(first.Port), "you@example.net");
        var isAsked = System.IO.File.Exists(calls);
        var asked = await SendAsync(flavour, "-C", File(closed), "you@example.net");

        Assert.Equal((0, false, 0), (unasked.ExitCode, isAsked, asked.ExitCode));
        Assert.Equal("x\n", await System.IO.File.ReadAllTextAsync(calls, Token));
        Assert.NotNull(second.TakeMail());
    }

    [Fact]
    public async Task Each_server_is_verified_by_its_own_name()
    {
        using var certificates = new TestCertificates();
        await using var sink = MailSink.Start(options => options with { TlsMode = TlsMode.StartTls, Certificate = certificates.Good });
        var tls = new[] { "--tls", $"--tls-trust-file={certificates.AuthorityFile}", $"--port={sink.Port}", "--from=me@example.org", "you@example.net" };

        var right = await SendAsync(Flavour.Native, ["--host=no-such-host.invalid localhost", .. tls]);
        var another = await SendAsync(Flavour.Native, ["--host=no-such-host.invalid localhost", "--tls-host-override=elsewhere.example", .. tls]);

        Assert.Equal((0, ""), (right.ExitCode, right.ErrorText));
        Assert.Equal(68, another.ExitCode);
        Assert.Contains("(TLS certificate verification failed: ", another.ErrorText, StringComparison.Ordinal);
    }

    // The account that is asked for has no server at work; the other one is at this port.
    string Accounts(int port, params string[] lines) => Home.Write("msmtprc", $"""
        account second
        host localhost
        port {port}
        from other@example.org
        account default
        host 127.0.0.1
        port {closed}
        from me@example.org
        failover second
        {string.Join('\n', lines.Prepend("timeout 20"))}

        """);
}
