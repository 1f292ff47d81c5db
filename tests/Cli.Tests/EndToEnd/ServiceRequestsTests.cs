using System.Net.Sockets;
using System.Runtime.Versioning;
using Msmtp.Server;
using Msmtp.TestKit;
using Msmtp.Testing;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>What a mail may ask of the service besides being sent: notifications (RFC 3461), and to be accepted once only.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ServiceRequestsTests : ServiceTest
{
    const string Root = "0";

    [Theory, EachFlavour]
    public async Task What_is_asked_about_notifications_reaches_the_server_through_the_queue(Flavour flavour)
    {
        await using var sink = StartSink();
        using var service = await StartAsync(flavour, sink.Port, []);

        var sent = await AsAsync(flavour, Root, Mail, "-N", "success,delay", "-R", "full", "-V", "order 1+1=2", "a@example.net", "b@example.net");
        var mail = await sink.NextMailAsync(Token);

        Assert.Equal((0, ""), (sent.ExitCode, sent.ErrorText));
        Assert.Equal(["RET=FULL", "ENVID=order+201+2B1+3D2"], mail.Envelope.Parameters.Where(static each => each.Keyword != "BODY").Select(Text));
        Assert.Equal(["NOTIFY=SUCCESS,DELAY", "NOTIFY=SUCCESS,DELAY"], mail.Envelope.Recipients.SelectMany(static each => each.Parameters).Select(Text));
    }

    [Theory, EachFlavour]
    public async Task Each_recipient_keeps_what_was_asked_for_him(Flavour flavour)
    {
        await using var sink = StartSink();
        using var service = await StartAsync(flavour, sink.Port, []);

        var said = await service.TalkAsync(
            "EHLO me\r\nMAIL FROM:<a@example.org> RET=HDRS ENVID=x+2By\r\nRCPT TO:<b@example.net> NOTIFY=never ORCPT=rfc822;B+2Bb@example.net\r\n"
            + "RCPT TO:<c@example.net>\r\nRCPT TO:<d@example.net> NOTIFY=delay,SUCCESS,failure\r\nDATA\r\nSubject: x\r\n\r\n.\r\nQUIT\r\n",
            Token);
        var mail = await sink.NextMailAsync(Token);

        Assert.Contains("250-DSN\r\n", said, StringComparison.Ordinal);
        Assert.Equal(["RET=HDRS", "ENVID=x+2By"], mail.Envelope.Parameters.Select(Text));
        Assert.Equal(
            ["NOTIFY=NEVER ORCPT=rfc822;B+2Bb@example.net", "", "NOTIFY=SUCCESS,FAILURE,DELAY"],
            mail.Envelope.Recipients.Select(static each => string.Join(' ', each.Parameters.Select(Text))));
    }

    [Fact]
    public async Task What_is_asked_for_an_alias_is_asked_for_those_behind_it()
    {
        await using var sink = StartSink();
        var aliases = Home.Write("aliases", "staff: b@example.net, c@example.net\n");
        using var service = await StartAsync(sink.Port, $"aliases {aliases}", "dsn_notify failure");

        await service.TalkAsync(
            "EHLO me\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<staff> NOTIFY=SUCCESS ORCPT=rfc822;staff\r\nRCPT TO:<d@example.net>\r\n"
            + "DATA\r\nSubject: x\r\n\r\n.\r\nQUIT\r\n",
            Token);
        var mail = await sink.NextMailAsync(Token);

        Assert.Equal(
            ["b@example.net NOTIFY=SUCCESS ORCPT=rfc822;staff", "c@example.net NOTIFY=SUCCESS ORCPT=rfc822;staff", "d@example.net NOTIFY=FAILURE"],
            mail.Envelope.Recipients.Select(static each => $"{each.Address} {string.Join(' ', each.Parameters.Select(Text))}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("MAIL FROM:<a@example.org> RET=ALL")]
    [InlineData("MAIL FROM:<a@example.org> RET=FULL RET=FULL")]
    [InlineData("MAIL FROM:<a@example.org> ENVID=x+y")]
    [InlineData("MAIL FROM:<a@example.org> ENVID=+0D+0A")]
    [InlineData("MAIL FROM:<a@example.org> XKEY")]
    [InlineData("MAIL FROM:<a@example.org> XKEY=+0")]
    [InlineData("MAIL FROM:<a@example.org> XKEY=a+0Ab")]
    [InlineData("MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.net> NOTIFY=NEVER,DELAY")]
    [InlineData("MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.net> NOTIFY=DELAY,DELAY")]
    [InlineData("MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.net> ORCPT=b@example.net")]
    [InlineData("MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.net> ORCPT=rfc822;b=c")]
    public async Task What_has_another_form_is_refused(string commands)
    {
        using var service = await StartAsync(1);

        var said = await service.TalkAsync($"EHLO me\r\n{commands}\r\nQUIT\r\n", Token);

        Assert.Equal("501", said.Split("\r\n")[^3][..3]);
    }

    [Theory, EachFlavour]
    public async Task Where_the_server_knows_nothing_of_notifications_the_sender_is_told_and_other_mails_go_on(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        using var service = await StartAsync(flavour, sink.Port, []);

        await AsAsync(flavour, Root, Mail, "-N", "success", "-V", "order 1", "you@example.net");
        var notice = await sink.NextMailAsync(Token);
        await AsAsync(flavour, Root, Mail, "-N", "never", "-R", "full", "-V", "order 2", "others@example.net");
        var other = await sink.NextMailAsync(Token);

        Assert.Equal(("", "me@example.org"), (notice.Envelope.Sender, Assert.Single(notice.Envelope.Recipients).Address));
        Assert.Contains("the server does not support DSN", notice.Text, StringComparison.Ordinal);
        Assert.Contains("\nOriginal-Envelope-Id: order 1\n", notice.Text, StringComparison.Ordinal);
        var recipient = Assert.Single(other.Envelope.Recipients);
        Assert.Equal(("others@example.net", 0), (recipient.Address, recipient.Parameters.Count));
        Assert.DoesNotContain(sink.Commands, static command => command.Contains("you@example.net", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("failure", true)]
    [InlineData("success,delay", false)]
    [InlineData("never", false)]
    public async Task Of_a_refusal_is_told_who_wants_to_be(string? notify, bool isTold)
    {
        await using var sink = StartSink(new SinkAnswers
        {
            Recipient = static to => to.Address == "no@example.net" ? new SmtpReply(550, "5.1.1", "no such user") : null,
        });
        using var service = await StartAsync(sink.Port);

        await AsAsync(Root, Mail, [.. notify is null ? (string[])[] : ["-N", notify], "no@example.net"]);
        await Eventually.TrueAsync("it is refused", async () => (await AsAsync(Root, "", "--queue-list=json")).OutputText.Contains("\"dead\"", StringComparison.Ordinal), Token);
        await AsAsync(Root, Mail, "last@example.net");

        var first = await sink.NextMailAsync(Token);
        Assert.Equal(isTold ? "me@example.org" : "last@example.net", Assert.Single(first.Envelope.Recipients).Address);
        if (isTold)
            Assert.Equal("NOTIFY=NEVER", Text(Assert.Single(first.Envelope.Recipients[0].Parameters)));
    }

    [Theory, EachFlavour]
    public async Task A_mail_with_a_key_is_accepted_once(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        using var service = await StartAsync(flavour, sink.Port, []);
        const string mail = "Subject: invoice\n\nbody\n";

        var first = await AsAsync(flavour, Root, mail, "--queue-key=invoice 1", "you@example.net");
        await sink.NextMailAsync(Token);
        var again = await AsAsync(flavour, Root, mail, "--queue-key=invoice 1", "you@example.net");
        var other = await AsAsync(flavour, Root, "Subject: another\n\nbody\n", "--queue-key=invoice 1", "you@example.net");
        await AsAsync(flavour, Root, mail, "--queue-key=invoice 2", "last@example.net");

        Assert.Equal((0, ""), (first.ExitCode, first.ErrorText));
        Assert.Equal(0, again.ExitCode);
        Assert.Matches("^msmtp: a mail with the key invoice 1 was accepted before, as K[0-9A-Z]+: this one is not sent again\n$", again.ErrorText);
        Assert.Equal(65, other.ExitCode);
        Assert.Contains("the key invoice 1 was given to another mail before", other.ErrorText, StringComparison.Ordinal);
        Assert.Equal("last@example.net", Assert.Single((await sink.NextMailAsync(Token)).Envelope.Recipients).Address);
    }

    [Fact]
    public async Task A_key_is_its_users_own()
    {
        SkipUnlessTwoUsers();
        await using var sink = MailSink.Start();
        using var service = await StartAsync(sink.Port);

        var joes = await AsAsync(Joe, "Subject: joes\n\nx\n", "--queue-key=k", "joes@example.net");
        var jims = await AsAsync(Jim, "Subject: jims\n\nx\n", "--queue-key=k", "jims@example.net");
        var again = await AsAsync(Jim, "Subject: jims\n\nx\n", "--queue-key=k", "jims@example.net");

        Assert.Equal((0, "", 0, ""), (joes.ExitCode, joes.ErrorText, jims.ExitCode, jims.ErrorText));
        Assert.Contains("accepted before", again.ErrorText, StringComparison.Ordinal);
        string[] arrived = [(await sink.NextMailAsync(Token)).Envelope.Recipients[0].Address, (await sink.NextMailAsync(Token)).Envelope.Recipients[0].Address];
        Assert.Equal(["jims@example.net", "joes@example.net"], arrived.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Whoever_is_no_user_of_this_system_has_no_key()
    {
        SkipUnlessTwoUsers();
        var overflow = (await File.ReadAllTextAsync("/proc/sys/kernel/overflowuid", Token)).TrimEnd();
        using var service = await StartAsync(1);

        var sent = await AsAsync(overflow, Mail, "--queue-key=k", "you@example.net");
        var remote = await (Command(Flavour.Native, "--inetd", "--file=" + Home.File("service")) with
        {
            Path = RunningServer.Named(Home, Built(Flavour.Native)),
            Input = "EHLO me\r\nMAIL FROM:<a@example.org> XKEY=k\r\nQUIT\r\n"u8.ToArray(),
        }).RunAsync(Token);

        Assert.NotEqual(0, sent.ExitCode);
        Assert.Contains($"uid {overflow} may be any user of another user namespace: they have no keys", sent.ErrorText, StringComparison.Ordinal);
        Assert.Contains("530 5.7.0 only for users of this system", remote.OutputText, StringComparison.Ordinal);
    }

    // An older service, or another server: the key would be lost on the way, and the mail sent twice.
    [Theory, EachFlavour]
    public async Task Where_the_service_knows_no_keys_the_mail_is_not_handed_over(Flavour flavour)
    {
        await using var server = MailSink.Start(options => options with { Listen = new UnixDomainSocketEndPoint(SocketPath) });

        var sent = await AsAsync(flavour, Root, Mail, "--queue-key=k", "you@example.net");

        Assert.Equal(69, sent.ExitCode);
        Assert.Contains("the server does not take mails with a key", sent.ErrorText, StringComparison.Ordinal);
        Assert.Null(server.TakeMail());
    }

    static MailSink StartSink(SinkAnswers? answers = null) => MailSink.Start(
        static options => options with { Extensions = SmtpExtensions.Default | SmtpExtensions.Dsn }, answers);

    static string Text(MailParameter parameter) => $"{parameter.Keyword}={parameter.Value}";
}
