using System.Net.Sockets;
using System.Runtime.Versioning;
using Msmtp.Server;
using Msmtp.TestKit;
using Msmtp.Testing;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>
/// The service of a system: its users hand their mails to it with no rights but their own, and see and change what is theirs. As root, the
/// tests are two users beside the service's.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class ServiceTests : ServiceTest
{
    [Fact]
    public async Task A_user_sends_by_an_account_whose_secrets_he_cannot_read()
    {
        await using var sink = MailSink.Start();
        using var service = await StartAsync(sink.Port, "auth off");

        var sent = await AsAsync(Joe, "Subject: hi\nTo: you@example.net\nBcc: her@example.net\n\nbody\n", "-t");
        var mail = await sink.NextMailAsync(Token);

        Assert.Equal((0, ""), (sent.ExitCode, sent.ErrorText));
        Assert.Equal("me@example.org", mail.Envelope.Sender);
        Assert.Equal(2, mail.Envelope.Recipients.Count);
        Assert.Contains($"(uid {(Environment.IsPrivilegedProcess ? Joe : Me)})", mail.Text, StringComparison.Ordinal);
        Assert.Contains("\nSubject: hi\nTo: you@example.net\n\nbody\n", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("her@example.net", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_sees_and_deletes_his_own_mails_only()
    {
        SkipUnlessTwoUsers();
        await using var sink = MailSink.Start(static options => options, new SinkAnswers { Recipient = static _ => new SmtpReply(451, "4.2.0", "later") });
        using var service = await StartAsync(sink.Port);
        await AsAsync(Joe, Mail, "joes@example.net");
        await AsAsync(Jim, Mail, "jims@example.net");

        var (joes, jims, all) = (await AsAsync(Joe, "", "-bp"), await AsAsync(Jim, "", "--queue-list"), await AsAsync("0", "", "--queue-list=json"));
        var id = joes.OutputText.Split('\n')[1].Split(' ')[0].TrimEnd('*', '!');
        var others = await AsAsync(Jim, "", $"--queue-delete={id}");
        var rest = await AsAsync(Jim, "", "--queue-delete=all");
        var own = await AsAsync(Joe, "", $"--queue-delete={id}");

        Assert.Contains("joes@example.net", joes.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("jims@example.net", joes.OutputText, StringComparison.Ordinal);
        Assert.Contains("jims@example.net", jims.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("joes@example.net", jims.OutputText, StringComparison.Ordinal);
        Assert.Contains("joes@example.net", all.OutputText, StringComparison.Ordinal);
        Assert.Contains("jims@example.net", all.OutputText, StringComparison.Ordinal);
        Assert.Equal((66, ""), (others.ExitCode, others.OutputText));
        Assert.DoesNotContain(id, rest.OutputText, StringComparison.Ordinal);
        Assert.Equal((0, $"{id}: deleted\n"), (own.ExitCode, own.OutputText));
    }

    [Theory, EachFlavour]
    public async Task A_run_for_some_recipients_is_none_of_the_services(Flavour flavour)
    {
        using var service = await StartAsync(flavour, 1, []);

        var result = await AsAsync(flavour, "0", "", "-qRexample.net");

        Assert.Equal(
            (69, $"msmtp: the service at {SocketPath} tries all of your mails (-q) or a single one (-qIid), not those to some recipients\n"),
            (result.ExitCode, result.ErrorText));
    }

    [Fact]
    public async Task What_users_submit_is_for_nobody_else_to_read()
    {
        SkipUnlessTwoUsers();
        using var service = await StartAsync(1);
        await AsAsync(Joe, Mail, "joes@example.net");

        var look = await new CommandRunner("/usr/bin/setpriv")
        {
            Arguments = ["--reuid", Jim, "--regid", Jim, "--clear-groups", "ls", Home.File("q")],
        }.RunAsync(Token);

        Assert.NotEqual(0, look.ExitCode);
        Assert.Equal("", look.OutputText);
    }

    [Theory]
    [InlineData("--aliases=/etc/passwd")]
    [InlineData("--logfile=-")]
    [InlineData("--passwordeval=id")]
    [InlineData("--setting=queue_dir=/tmp")]
    public async Task What_a_user_sets_stays_with_him(string option)
    {
        await using var sink = MailSink.Start();
        using var service = await StartAsync(sink.Port);

        var sent = await AsAsync(Joe, Mail, option, "you@example.net");
        var mail = await sink.NextMailAsync(Token);

        Assert.Equal(0, sent.ExitCode);
        Assert.Equal("you@example.net", Assert.Single(mail.Envelope.Recipients).Address);
        Assert.NotEmpty(Directory.GetFileSystemEntries(Home.File("q")));
    }

    [Fact]
    public async Task Over_tcp_nobody_is_anybody()
    {
        using var service = await StartAsync(1);

        var result = await (Command(Flavour.Native, "--inetd", "--file=" + Home.File("service")) with
        {
            Path = RunningServer.Named(Home, Built(Flavour.Native)),
            Input = "EHLO me\r\nXQUEUE LIST\r\nQUIT\r\n"u8.ToArray(),
        }).RunAsync(Token);

        Assert.Contains("530 5.7.0 ", result.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_service_answers_the_mail_is_not_sent_and_the_caller_hears_so()
    {
        var result = await (Command(Flavour.Native, "-C", UsersFile(), "you@example.net") with { Input = "x\n"u8.ToArray() }).RunAsync(Token);
        var listed = await (Command(Flavour.Native, "-C", UsersFile(), "-bp")).RunAsync(Token);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Equal((69, $"msmtp: the service at {SocketPath} cannot be reached: there is no such socket\n"), (listed.ExitCode, listed.ErrorText));
    }

    [Theory, EachFlavour]
    public async Task What_is_submitted_goes_by_the_configuration_as_it_is_now(Flavour flavour)
    {
        await using var old = MailSink.Start();
        await using var sink = MailSink.Start();
        using var service = await StartAsync(flavour, old.Port, [$"--log={Home.File("log")}"], "maildomain one");
        await TalkAsync(service);
        await old.NextMailAsync(Token);

        // Another queue, too, which the service has not known before.
        WriteServiceFile(sink.Port, "q2");
        var changed = await TalkAsync(service);
        var moved = await sink.NextMailAsync(Token);
        Home.Write("service", "account default\nhots 127.0.0.1\n");
        var broken = $"{await TalkAsync(service)}{await TalkAsync(service)}";
        WriteServiceFile(old.Port, "q");
        await TalkAsync(service);
        await old.NextMailAsync(Token);

        Assert.Contains("250 2.0.0 queued", changed, StringComparison.Ordinal);
        Assert.Contains("Subject: x", moved.Text, StringComparison.Ordinal);
        Assert.Equal(2, broken.Split("250 2.0.0 queued").Length - 1);
        var log = await File.ReadAllLinesAsync(Home.File("log"), Token);
        Assert.Equal(2, log.Count(static line => line.EndsWith("info: the configuration has changed, and was read again", StringComparison.Ordinal)));
        Assert.Contains(log, static line => line.Contains("mail from <a@example.org> for 1 recipient: 250 2.0.0 queued as ", StringComparison.Ordinal));
        var complaint = Assert.Single(log, static line => line.Contains("is wrong, and stays as it was", StringComparison.Ordinal));
        Assert.EndsWith($"{Home.File("service")}: line 2: unknown command hots", complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_own_queue_of_whoever_runs_the_service_is_his_own()
    {
        await using var sink = MailSink.Start();
        var own = Msmtprc(sink.Port, "queue always", "queue_runner off");
        await SendAsync(Flavour.Native, "-C", own, "own@example.net");
        using var service = await StartAsync(sink.Port);

        await TalkAsync(service);
        var mail = await sink.NextMailAsync(Token);
        await service.StopAsync(Token);

        Assert.Equal("b@example.net", Assert.Single(mail.Envelope.Recipients).Address);
        Assert.Null(sink.TakeMail());
        Assert.Contains("own@example.net", (await SendTextAsync(Flavour.Native, "", "-C", own, "--queue-list")).OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_the_system_does_not_tell_apart_submits_and_sees_nothing()
    {
        SkipUnlessTwoUsers();
        var overflow = (await File.ReadAllTextAsync("/proc/sys/kernel/overflowuid", Token)).TrimEnd();
        using var service = await StartAsync(1);

        var sent = await AsAsync(overflow, Mail, "you@example.net");
        var listed = await AsAsync(overflow, "", "--queue-list");
        var deleted = await AsAsync(overflow, "", "--queue-delete=all");

        Assert.Equal(0, sent.ExitCode);
        Assert.Equal((66, ""), (listed.ExitCode, listed.OutputText));
        Assert.Contains($"uid {overflow} may be any user of another user namespace", listed.ErrorText, StringComparison.Ordinal);
        Assert.Equal(66, deleted.ExitCode);
        Assert.Contains("you@example.net", (await AsAsync("0", "", "--queue-list")).OutputText, StringComparison.Ordinal);
    }
}
