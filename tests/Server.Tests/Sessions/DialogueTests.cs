using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Server.Tests;

public sealed class DialogueTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_goes_through_command_by_command()
    {
        await using var sink = MailSink.Start();
        await using var client = await RawClient.ConnectAsync(sink.Port);

        await client.PlayAsync("""
            S: 220 sink.example.org ESMTP ready
            C: EHLO client.example.org
            S: 250-sink.example.org greets client.example.org
            S: 250-PIPELINING
            S: 250-SIZE 52428800
            S: 250-8BITMIME
            S: 250-ENHANCEDSTATUSCODES
            S: 250-SMTPUTF8
            S: 250 CHUNKING
            C: MAIL FROM:<me@example.org> SIZE=20 BODY=8BITMIME
            S: 250 2.1.0 sender ok
            C: RCPT TO:<a@example.net>
            S: 250 2.1.5 recipient ok
            C: RCPT TO:<b@example.net>
            S: 250 2.1.5 recipient ok
            C: DATA
            S: 354 end with <CR><LF>.<CR><LF>
            C: Subject: hello
            C:
            C: ..dot
            C: .
            S: 250 2.0.0 mail accepted
            C: QUIT
            S: 221 2.0.0 bye
            """);

        Assert.Equal("(closed)", await client.ReadLineAsync());
        var mail = await sink.NextMailAsync(Ct);
        Assert.Equal("me@example.org", mail.Envelope.Sender);
        Assert.Equal(["a@example.net", "b@example.net"], mail.Recipients);
        Assert.Equal([new MailParameter("SIZE", "20"), new MailParameter("BODY", "8BITMIME")], mail.Envelope.Parameters);
        Assert.Equal("client.example.org", mail.Envelope.Client.Name);
        Assert.Equal("Subject: hello\r\n\r\n.dot\r\n"u8.ToArray(), mail.Octets);
    }

    [Fact]
    public async Task A_mail_may_be_international_if_it_says_so()
    {
        await using var sink = MailSink.Start();
        await using var client = await RawClient.ConnectAsync(sink.Port);

        // The client sends octets, one per character.
        await client.PlayAsync(Encoding.Latin1.GetString("""
            S: 220 sink.example.org ESMTP ready
            C: EHLO client.example.org
            S: 250-sink.example.org greets client.example.org
            S: 250-PIPELINING
            S: 250-SIZE 52428800
            S: 250-8BITMIME
            S: 250-ENHANCEDSTATUSCODES
            S: 250-SMTPUTF8
            S: 250 CHUNKING
            C: MAIL FROM:<jörg@bücher.example>
            S: 553 5.6.7 the address needs SMTPUTF8
            C: MAIL FROM:<jörg@bücher.example> SMTPUTF8
            S: 250 2.1.0 sender ok
            C: RCPT TO:<日本@例え.example>
            S: 250 2.1.5 recipient ok
            C: DATA
            S: 354 end with <CR><LF>.<CR><LF>
            C: Subject: ä
            C: .
            S: 250 2.0.0 mail accepted
            """u8));

        var mail = await sink.NextMailAsync(Ct);
        Assert.Equal("jörg@bücher.example", mail.Envelope.Sender);
        Assert.Equal(["日本@例え.example"], mail.Recipients);
        Assert.Equal("Subject: ä\r\n"u8.ToArray(), mail.Octets);
    }

    [Theory]
    [InlineData("HELO", "501 5.5.4 invalid argument")]
    [InlineData("EHLO", "501 5.5.4 invalid argument")]
    [InlineData("LHLO a", "500 5.5.1 unknown command")]
    [InlineData("MAIL FROM:<>", "503 5.5.1 say hello first")]
    [InlineData("RCPT TO:<a@example.net>", "503 5.5.1 MAIL first")]
    [InlineData("DATA", "503 5.5.1 MAIL first")]
    [InlineData("STARTTLS", "502 5.5.1 command not implemented")]
    [InlineData("AUTH PLAIN", "502 5.5.1 command not implemented")]
    [InlineData("EXPN list", "502 5.5.1 command not implemented")]
    [InlineData("VRFY", "501 5.5.4 invalid argument")]
    [InlineData("VRFY me", "252 2.5.0 cannot verify, but will try to deliver")]
    [InlineData("NOOP whatever", "250 2.0.0 ok")]
    [InlineData("RSET", "250 2.0.0 reset")]
    [InlineData("RSET now", "501 5.5.4 this command takes no argument")]
    [InlineData("QUIT now", "501 5.5.4 this command takes no argument")]
    [InlineData("", "500 5.5.2 not a command")]
    [InlineData("BDAT 5\r\nQUIT!", "503 5.5.1 MAIL first")]
    [InlineData("HELO client.example.org", "250 sink.example.org")]
    public async Task A_fresh_session_answers(string command, string reply)
    {
        await using var sink = MailSink.Start();
        await using var client = await RawClient.ConnectAsync(sink.Port);
        await client.ReadReplyAsync();

        Assert.Equal(reply, await client.AskAsync(command));
    }

    [Fact]
    public async Task Commands_keep_their_order()
    {
        await using var sink = MailSink.Start();
        await using var client = await RawClient.GreetedAsync(sink.Port);

        await client.PlayAsync("""
            C: MAIL FROM:me@example.org
            S: 501 5.1.7 the syntax is MAIL FROM:<path>
            C: MAIL FROM:<me@example.org> X=1
            S: 555 5.5.4 unknown parameter
            C: MAIL FROM:<me@example.org>
            S: 250 2.1.0 sender ok
            C: MAIL FROM:<me@example.org>
            S: 503 5.5.1 sender already given
            C: DATA
            S: 503 5.5.1 no valid recipients
            C: RCPT TO:<>
            S: 501 5.1.3 the syntax is RCPT TO:<path>
            C: RCPT TO:<a@example.net>
            S: 250 2.1.5 recipient ok
            C: DATA now
            S: 501 5.5.4 this command takes no argument
            C: RSET
            S: 250 2.0.0 reset
            C: RCPT TO:<a@example.net>
            S: 503 5.5.1 MAIL first
            C: MAIL FROM:<me@example.org>
            S: 250 2.1.0 sender ok
            C: HELO again
            S: 250 sink.example.org
            C: DATA
            S: 503 5.5.1 MAIL first
            """);
    }

    [Fact]
    public async Task Commands_in_one_packet_are_answered_in_one_packet()
    {
        await using var sink = MailSink.Start();
        await using var client = await RawClient.GreetedAsync(sink.Port);

        await client.SendAsync("MAIL FROM:<me@example.org>\r\nRCPT TO:<a@example.net>\r\nRCPT TO:<b@example.net>\r\nDATA\r\n");

        Assert.Equal(
            "250 2.1.0 sender ok\r\n250 2.1.5 recipient ok\r\n250 2.1.5 recipient ok\r\n354 end with <CR><LF>.<CR><LF>\r\n",
            await client.ReadBlockAsync());
    }

    [Fact]
    public async Task Two_mails_and_a_QUIT_may_come_in_one_packet()
    {
        await using var sink = MailSink.Start();
        await using var client = await RawClient.GreetedAsync(sink.Port);
        const string Mail = "MAIL FROM:<>\r\nRCPT TO:<a@example.net>\r\nDATA\r\nx\r\n.\r\n";

        await client.SendAsync(Mail + Mail + "QUIT\r\n");
        for (var line = ""; line != "221 2.0.0 bye"; line = await client.ReadLineAsync())
            Assert.NotEqual("(closed)", line);

        Assert.Equal("x\n", (await sink.NextMailAsync(Ct)).Text);
        Assert.Equal("x\n", (await sink.NextMailAsync(Ct)).Text);
        Assert.Null(sink.TakeMail());
    }

    [Fact]
    public async Task Commands_may_come_octet_by_octet()
    {
        await using var sink = MailSink.Start();
        await using var client = await RawClient.GreetedAsync(sink.Port);

        foreach (var octet in "MAIL FROM:<>\r\nRCPT TO:<a@example.net>\r\nDATA\r\n.\r\r\n..\r\n.\r\n")
            await client.SendAsync(octet.ToString());

        Assert.Equal("\r\r\n.\r\n"u8.ToArray(), (await sink.NextMailAsync(Ct)).Octets);
    }

    [Fact]
    public async Task A_line_end_without_cr_is_refused_and_the_session_goes_on()
    {
        await using var sink = MailSink.Start();
        await using var client = await RawClient.GreetedAsync(sink.Port);

        await client.SendAsync("NOOP\nNOOP\r\n");

        Assert.Equal("500 5.5.2 lines must end with CR LF", await client.ReadReplyAsync());
        Assert.Equal("250 2.0.0 ok", await client.ReadReplyAsync());
    }

    [Fact]
    public async Task A_refused_recipient_does_not_join_the_mail()
    {
        await using var sink = MailSink.Start(
            options => options,
            new SinkAnswers { Recipient = to => to.Address == "b@example.net" ? new SmtpReply(550, "5.1.1", "no such user") : null });
        await using var client = await RawClient.GreetedAsync(sink.Port);

        await client.PlayAsync("""
            C: MAIL FROM:<me@example.org>
            C: RCPT TO:<a@example.net>
            C: RCPT TO:<b@example.net>
            C: RCPT TO:<c@example.net>
            C: DATA
            S: 250 2.1.0 sender ok
            S: 250 2.1.5 recipient ok
            S: 550 5.1.1 no such user
            S: 250 2.1.5 recipient ok
            S: 354 end with <CR><LF>.<CR><LF>
            C: .
            S: 250 2.0.0 mail accepted
            """);

        Assert.Equal(["a@example.net", "c@example.net"], (await sink.NextMailAsync(Ct)).Recipients);
    }

    [Fact]
    public async Task A_handler_that_fails_on_a_recipient_is_a_reason_to_try_again_later()
    {
        var answers = new SinkAnswers { Recipient = _ => throw new TimeoutException("no directory") };
        await using var sink = MailSink.Start(options => options, answers);
        await using var client = await RawClient.GreetedAsync(sink.Port);

        await client.PlayAsync("""
            C: MAIL FROM:<>
            C: RCPT TO:<a@example.net>
            C: NOOP
            S: 250 2.1.0 sender ok
            S: 451 4.3.0 cannot accept the mail now, try again later
            S: 250 2.0.0 ok
            """);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\r\nb")]
    public void A_host_name_that_would_break_the_greeting_is_refused_at_the_start(string hostName) =>
        Assert.Throws<ArgumentException>(() => MailSink.Start(options => options with { HostName = hostName }));

    [Fact]
    public async Task Lmtp_answers_for_each_recipient()
    {
        await using var sink = MailSink.Start(
            options => options with { Protocol = ServerProtocol.Lmtp },
            new SinkAnswers
            {
                Mail = _ => MailOutcome.Accepted with
                {
                    PerRecipient = [new SmtpReply(250, "2.1.5", "a has it"), new SmtpReply(452, "4.2.2", "b is full")],
                },
            });
        await using var client = await RawClient.ConnectAsync(sink.Port);

        await client.PlayAsync("""
            S: 220 sink.example.org LMTP ready
            C: EHLO client.example.org
            S: 500 5.5.1 unknown command
            C: LHLO client.example.org
            S: 250-sink.example.org greets client.example.org
            S: 250-PIPELINING
            S: 250-SIZE 52428800
            S: 250-8BITMIME
            S: 250-ENHANCEDSTATUSCODES
            S: 250-SMTPUTF8
            S: 250 CHUNKING
            C: MAIL FROM:<>
            C: RCPT TO:<a@example.net>
            C: RCPT TO:<b@example.net>
            C: DATA
            S: 250 2.1.0 sender ok
            S: 250 2.1.5 recipient ok
            S: 250 2.1.5 recipient ok
            S: 354 end with <CR><LF>.<CR><LF>
            C: .
            S: 250 2.1.5 a has it
            S: 452 4.2.2 b is full
            """);
    }

    [Fact]
    public async Task Lmtp_repeats_one_outcome_for_every_recipient()
    {
        await using var sink = MailSink.Start(options => options with { Protocol = ServerProtocol.Lmtp });
        await using var client = await RawClient.ConnectAsync(sink.Port);
        await client.ReadReplyAsync();
        await client.AskAsync("LHLO client.example.org");

        await client.PlayAsync("""
            C: MAIL FROM:<>
            C: RCPT TO:<a@example.net>
            C: RCPT TO:<b@example.net>
            C: DATA
            C: .
            S: 250 2.1.0 sender ok
            S: 250 2.1.5 recipient ok
            S: 250 2.1.5 recipient ok
            S: 354 end with <CR><LF>.<CR><LF>
            S: 250 2.0.0 mail accepted
            S: 250 2.0.0 mail accepted
            """);
    }

    [Fact]
    public async Task Without_extensions_the_server_is_plain()
    {
        await using var sink = MailSink.Start(options => options with { Extensions = SmtpExtensions.None });
        await using var client = await RawClient.ConnectAsync(sink.Port);

        await client.PlayAsync("""
            S: 220 sink.example.org ESMTP ready
            C: EHLO client.example.org
            S: 250 sink.example.org greets client.example.org
            C: MAIL FROM:<> SIZE=1
            S: 555 unknown parameter
            C: MAIL FROM:<>
            S: 250 sender ok
            """);
    }

    [Fact]
    public async Task The_parameters_of_dsn_reach_the_handler()
    {
        await using var sink = MailSink.Start(options => options with { Extensions = SmtpExtensions.Default | SmtpExtensions.Dsn });
        await using var client = await RawClient.GreetedAsync(sink.Port);

        await client.PlayAsync("""
            C: MAIL FROM:<me@example.org> RET=HDRS
            C: RCPT TO:<a@example.net> NOTIFY=FAILURE,DELAY
            C: DATA
            C: .
            S: 250 2.1.0 sender ok
            S: 250 2.1.5 recipient ok
            S: 354 end with <CR><LF>.<CR><LF>
            S: 250 2.0.0 mail accepted
            """);

        var mail = await sink.NextMailAsync(Ct);
        Assert.Equal([new MailParameter("RET", "HDRS")], mail.Envelope.Parameters);
        Assert.Equal([new MailParameter("NOTIFY", "FAILURE,DELAY")], mail.Envelope.Recipients[0].Parameters);
    }

    [Fact]
    public async Task The_observer_sees_the_dialogue()
    {
        await using var sink = MailSink.Start();
        await using var client = await RawClient.ConnectAsync(sink.Port);
        await client.ReadReplyAsync();

        await client.AskAsync("NOOP");

        Assert.Equal(["S: 220 sink.example.org ESMTP ready", "C: NOOP", "S: 250 2.0.0 ok"], sink.Transcript);
    }
}
