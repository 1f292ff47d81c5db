using System.Text;
using Msmtp.Hosting;
using Msmtp.Server;
using Msmtp.TestKit;

namespace Msmtp.Transport.MailKit.Tests;

/// <summary>MailKit's client behind the transport's contract, through the whole host, to a real server.</summary>
public sealed class MailKitTransportTests : IDisposable
{
    readonly TestCertificates certificates = new();

    public void Dispose() => certificates.Dispose();

    [Theory]
    [InlineData("Subject: hi\n\nhello\n")]
    [InlineData("Subject: hi\r\n\r\n.dot\r\n..\r\n.\r\n\r\n")]
    [InlineData("Subject: hi\n\nno end")]
    [InlineData("Subject: =?utf-8?q?folded?=\n\tand folded\nX-Odd :  kept as it is \nContent-Type: multipart/mixed; boundary=x\nContent-Transfer-Encoding: 8bit\n\n--x\n\nunclosed ä\n")]
    [InlineData("Subject: only a header\n")]
    [InlineData("no field at all\nSubject: hi\n\nhello\n")]
    public async Task A_message_arrives_octet_for_octet(string message)
    {
        await using var sink = MailSink.Start();
        await using var mailkit = Mailer(sink.Port);
        await using var ours = Mailer(sink.Port, ("transport", "smtp"));

        var report = await mailkit.SendAsync(Request(message), Token);
        var mail = await sink.NextMailAsync(Token);
        var other = await ours.SendAsync(Request(message), Token);

        Assert.Equal((await sink.NextMailAsync(Token)).Octets, mail.Octets);
        Assert.Equal(other.MessageSize, report.MessageSize);
        Assert.Equal((true, 250, "2.0.0"), (report.IsSuccess, report.FinalReply!.Code, report.FinalReply.Status?.ToString()));
        Assert.All(
            sink.Commands.Where(static line => line.StartsWith("EHLO", StringComparison.Ordinal)),
            static line => Assert.Matches(@"^EHLO (\[127\.0\.0\.1\]|[^.]+\..+)$", line));
    }

    [Fact]
    public async Task A_message_of_two_forms_goes_in_the_one_that_needs_no_announcement()
    {
        await using var sink = MailSink.Start();
        await using var mailer = Mailer(sink.Port);
        var forms = new MessageForms(Writer("Subject: x\n\nseven\n")) { EightBit = Writer("Subject: x\n\neight\n") };

        await mailer.SendAsync(Request("") with { Message = MessageInput.FromForms(_ => new(forms)) }, Token);

        Assert.EndsWith("\n\nseven\n", (await sink.NextMailAsync(Token)).Text, StringComparison.Ordinal);
        Assert.Contains("MAIL FROM:<me@example.org>", sink.Commands);

        static Func<Stream, CancellationToken, Task> Writer(string text) =>
            async (stream, cancellationToken) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken);
    }

    [Fact]
    public async Task A_large_message_is_not_held()
    {
        await using var sink = MailSink.Start();
        await using var mailer = Mailer(sink.Port);
        const int lines = 300_000;

        await mailer.SendAsync(Request("") with { Message = MessageInput.FromWriter(WriteAsync) }, Token);

        Assert.EndsWith(Line + Line, (await sink.NextMailAsync(Token)).Text, StringComparison.Ordinal);

        static async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
        {
            await stream.WriteAsync("Subject: large\n\n"u8.ToArray(), cancellationToken);
            for (var line = 0; line < lines; line++)
                await stream.WriteAsync(Encoding.ASCII.GetBytes(Line), cancellationToken);
        }
    }

    const string Line = ".a line that begins with a dot and is long enough to matter\n";

    [Theory]
    [InlineData(TlsMode.StartTls, "on", "plain")]
    [InlineData(TlsMode.StartTls, "on", "login")]
    [InlineData(TlsMode.Implicit, "off", "on")]
    public async Task It_encrypts_and_authenticates(TlsMode mode, string startTls, string auth)
    {
        await using var sink = Encrypted(mode);
        await using var mailer = Mailer(
            sink.Port, ("host", "localhost"), ("tls", "on"), ("tls_starttls", startTls), ("tls_trust_file", certificates.AuthorityFile),
            ("auth", auth), ("user", "joe"), ("password", "secret"));

        Assert.True((await mailer.SendAsync(Request("\n"), Token)).IsSuccess);

        var client = (await sink.NextMailAsync(Token)).Envelope.Client;
        Assert.Equal((true, "joe"), (client.IsEncrypted, client.UserName));
    }

    [Theory]
    [InlineData("251 forwarded", SendOutcome.Sent)]
    [InlineData("354 go on", SendOutcome.Unknown)]
    [InlineData("554 no", SendOutcome.Refused)]
    public async Task The_first_digit_of_the_last_reply_decides(string reply, SendOutcome outcome)
    {
        await using var server = BehindData($"""
            --- message ---
            S: {reply}
            --- close ---
            """);
        await using var mailer = Mailer(server.Port);

        Assert.Equal(outcome, await OutcomeAsync(mailer));
    }

    static ScriptedServer BehindData(string script) => ScriptedServer.Start($"""
        S: 220 ready
        C~ EHLO .*
        S: 250 mx
        C~ MAIL .*
        S: 250 ok
        C~ RCPT .*
        S: 250 ok
        C: DATA
        S: 354 go on
        {script}
        """);

    static async Task<SendOutcome> OutcomeAsync(IMailer mailer) =>
        (await mailer.TrySendAsync(Request("Subject: hi\n\nhello\n"), Token)).Outcome;

    [Theory]
    [InlineData("552 5.3.4 too large", ExitCode.Unavailable)]
    [InlineData("250 sure", ExitCode.Protocol)]
    [InlineData("354 go on", ExitCode.Protocol)]
    public async Task A_reply_before_the_end_of_the_mail_is_no_success(string early, ExitCode exitCode)
    {
        await using var server = BehindData($"""
            S: {early}
            --- gone ---
            """);
        await using var mailer = Mailer(server.Port);

        var failure = await Assert.ThrowsAsync<MailException>(async () => await mailer.SendAsync(Request("Subject: hi\n\nhello\n"), Token));

        Assert.Equal((exitCode, early), (failure.ExitCode, failure.Reply?.ToString()));
        Assert.False(failure.MayHaveBeenDelivered);
    }

    [Theory]
    [InlineData(false, "552 5.3.4 too large", ExitCode.Unavailable)]
    [InlineData(false, "552-5.3.4 too large", ExitCode.Unavailable)]
    [InlineData(false, "250 sure", ExitCode.Protocol)]
    [InlineData(false, "25 half", ExitCode.Protocol)]
    [InlineData(true, "250 sure", ExitCode.Protocol)]
    public async Task Nor_is_one_that_comes_while_the_mail_is_on_its_way(bool isEncrypted, string early, ExitCode exitCode)
    {
        using var server = new HastyServer(isEncrypted ? certificates.Good : null, early);
        await using var mailer = isEncrypted
            ? Mailer(server.Port, ("host", "localhost"), ("tls", "on"), ("tls_starttls", "off"), ("timeout", "10"), ("tls_trust_file", certificates.AuthorityFile))
            : Mailer(server.Port, ("timeout", "10"));

        var failure = await Assert.ThrowsAsync<MailException>(
            async () => await mailer.SendAsync(Request("") with { Message = MessageInput.FromWriter(WriteAsync) }, Token));

        Assert.Equal((exitCode, false), (failure.ExitCode, failure.MayHaveBeenDelivered));
        Assert.DoesNotContain("\r\n.\r\n", await server.Received, StringComparison.Ordinal);

        async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes("Subject: hi\n\n" + string.Concat(Enumerable.Repeat("a line\n", 20_000))), cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await server.HasSpoken.WaitAsync(cancellationToken);
            await stream.WriteAsync("the end\n"u8.ToArray(), cancellationToken);
        }
    }

    [Theory]
    [InlineData("250 and another")]
    [InlineData("421 bye")]
    public async Task What_a_kept_connection_says_unasked_ends_it_and_no_mail(string unasked)
    {
        await using var server = ScriptedServer.Start(
            Greeting + $"""
            --- message ---
            S: 250 ok
            S: {unasked}
            --- gone ---
            --- next connection ---

            """ + Greeting + """
            --- message ---
            S: 250 ok
            """);
        await using var mailer = Mailer(server.Port, ("timeout", "10"));

        Assert.Equal(SendOutcome.Sent, await OutcomeAsync(mailer));
        Assert.Equal(SendOutcome.Sent, await OutcomeAsync(mailer));
    }

    [Fact]
    public async Task A_server_that_accepts_and_refuses_leaves_it_open()
    {
        await using var server = ScriptedServer.Start(Greeting + "--- message ---\nS: 250 ok\nS: 554 no\n--- gone ---");
        await using var mailer = Mailer(server.Port);

        var e = await FailureAsync(mailer);

        Assert.Equal((ExitCode.Protocol, "554 no", true), (e.ExitCode, e.Reply?.ToString(), e.MayHaveBeenDelivered));
    }

    [Fact]
    public async Task A_wrong_password_is_told_with_the_servers_reply_and_without_the_password()
    {
        await using var sink = Encrypted(TlsMode.StartTls);
        await using var mailer = Mailer(
            sink.Port, ("host", "localhost"), ("tls", "on"), ("tls_trust_file", certificates.AuthorityFile), ("auth", "plain"), ("user", "joe"), ("password", "hunter2"));

        var e = await FailureAsync(mailer);

        Assert.Equal((ExitCode.NoPerm, DeliveryStage.Auth, 535), (e.ExitCode, e.Stage, e.Reply?.Code));
        Assert.Equal((SendOutcome.NotSent, ReplyAdvice.For(DeliveryStage.Auth, e.Reply!, AccountSettings.Empty)), (e.Result.Outcome, e.Advice));
        Assert.NotNull(e.Advice);
        Assert.DoesNotContain("hunter2", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_whose_certificate_is_not_trusted_gets_nothing()
    {
        await using var sink = Encrypted(TlsMode.StartTls);
        await using var system = Mailer(sink.Port, ("host", "localhost"), ("tls", "on"));
        await using var otherName = Mailer(sink.Port, ("host", "127.0.0.2"), ("tls", "on"), ("tls_trust_file", certificates.AuthorityFile));

        Assert.Equal(DeliveryStage.Tls, (await FailureAsync(system)).Stage);
        Assert.Contains((await FailureAsync(otherName)).Stage, new[] { DeliveryStage.Tls, DeliveryStage.Connect });
        Assert.DoesNotContain(sink.Commands, static command => command.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_encryption_no_password_is_sent_unless_its_mechanism_is_named()
    {
        await using var sink = MailSink.Start(static options => options with { CredentialsCheck = new PasswordTable("joe", "secret").CheckAsync, RequireTlsForAuth = false });
        await using var automatic = Mailer(sink.Port, ("auth", "on"), ("user", "joe"), ("password", "secret"));
        await using var named = Mailer(sink.Port, ("auth", "plain"), ("user", "joe"), ("password", "secret"));

        Assert.Equal("cannot use a secure authentication method", (await FailureAsync(automatic)).Message);
        Assert.True((await named.SendAsync(Request("\n"), Token)).IsSuccess);
    }

    [Theory]
    [InlineData("protocol", "lmtp", "transport mailkit speaks SMTP, not LMTP")]
    [InlineData("socket", "/s", "transport mailkit cannot honour socket")]
    [InlineData("tls_fingerprint", "00:01:02:03:04:05:06:07:08:09:0a:0b:0c:0d:0e:0f:10:11:12:13", "transport mailkit cannot honour tls_fingerprint")]
    [InlineData("tls_priorities", "NORMAL", "transport mailkit cannot honour tls_priorities")]
    [InlineData("dsn_notify", "failure", "transport mailkit cannot honour dsn_notify")]
    [InlineData("proxy_host", "p", "transport mailkit cannot honour proxy_host")]
    [InlineData("source_ip", "127.0.0.1", "transport mailkit cannot honour source_ip")]
    public async Task What_it_cannot_honour_is_an_error_before_anything_is_connected(string command, string argument, string message)
    {
        await using var mailer = Mailer(1, (command, argument), ("port", "1"));

        var validating = await Assert.ThrowsAsync<MailException>(() => mailer.ValidateAsync(Token).AsTask());

        Assert.Equal((ExitCode.Config, "account default from the application: " + message), (validating.ExitCode, validating.Message));
    }

    [Fact]
    public async Task What_was_unset_is_no_wish()
    {
        await using var sink = MailSink.Start();
        await using var mailer = Mailer(sink.Port, ("tls_fingerprint", ""), ("proxy_host", ""));

        Assert.True((await mailer.SendAsync(Request("\n"), Token)).IsSuccess);
    }

    [Theory]
    [InlineData(PartialRefusal.Abort, SendOutcome.Refused, SendOutcome.NotSent)]
    [InlineData(PartialRefusal.Continue, SendOutcome.PartlySent, SendOutcome.Sent)]
    public async Task A_refused_recipient_is_told_and_the_policy_decides_about_the_others(
        PartialRefusal policy, SendOutcome mail, SendOutcome other)
    {
        await using var sink = MailSink.Start(static options => options, Refusing);
        await using var mailer = Mailer(sink.Port);

        var result = await mailer.TrySendAsync(Request("\n") with { To = ["yes@y", "no@y"], OnRefusal = policy }, Token);
        var again = await mailer.SendAsync(Request("\n"), Token);

        Assert.Equal(mail, result.Outcome);
        Assert.Equal([other, SendOutcome.Refused], result.Recipients.Select(static recipient => recipient.Outcome));
        Assert.Equal("550 5.1.1 no such user", result.Recipients[1].Reply?.ToString());
        Assert.True(again.IsSuccess);
        Assert.Single(sink.Commands, static command => command.StartsWith("EHLO", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("S: 554 no data", "Refused 554 no data")]
    [InlineData("S: 451 no data", "Deferred 451 no data")]
    [InlineData("--- close ---", "Deferred ")]
    [InlineData("S: 354 go on\n--- message ---\nS: 554 spam", "Refused 554 spam")]
    [InlineData("S: 354 go on\n--- message ---\nS: 452 full", "Deferred 452 full")]
    [InlineData("S: 354 go on\n--- message ---\n--- close ---", "Unknown ")]
    public async Task Who_was_refused_before_the_mail_failed_for_the_others_stays_refused(string end, string others)
    {
        await using var server = ScriptedServer.Start(Mixed + "C: DATA\n" + end);
        await using var mailer = Mailer(server.Port);

        var result = await mailer.TrySendAsync(ToThree, Token);

        Assert.Equal(["Refused 550 unknown", "Deferred 450 busy", others], result.Recipients.Select(static recipient => $"{recipient.Outcome} {recipient.Reply}"));
    }

    [Theory]
    [InlineData("S: 250 mx", "C: MAIL FROM:<me@example.org>\nS: 250 ok\nC: RCPT TO:<a@y>\nS: 550 unknown\nC: RCPT TO:<b@y>\n--- close ---")]
    [InlineData("S: 250-mx\nS: 250 PIPELINING", "C: MAIL FROM:<me@example.org>\nC: RCPT TO:<a@y>\nC: RCPT TO:<b@y>\nC: RCPT TO:<c@y>\nS: 250 ok\nS: 550 unknown\n--- close ---")]
    public async Task A_connection_that_breaks_between_recipients_does_not_undo_a_refusal(string hello, string script)
    {
        await using var server = ScriptedServer.Start($"S: 220 ready\nC~ EHLO .+\n{hello}\n{script}");
        await using var mailer = Mailer(server.Port);

        var result = await mailer.TrySendAsync(ToThree, Token);

        Assert.Equal((SendOutcome.Deferred, null), (result.Outcome, result.Failure?.Reply));
        Assert.Equal(["Refused 550 unknown", "Deferred ", "Deferred "], result.Recipients.Select(static recipient => $"{recipient.Outcome} {recipient.Reply}"));
    }

    static MailRequest ToThree => Request("Subject: x\n\nhello\n") with { To = ["a@y", "b@y", "c@y"], OnRefusal = PartialRefusal.Continue };

    const string Mixed = """
        S: 220 ready
        C~ EHLO .+
        S: 250 mx
        C: MAIL FROM:<me@example.org>
        S: 250 ok
        C: RCPT TO:<a@y>
        S: 550 unknown
        C: RCPT TO:<b@y>
        S: 450 busy
        C: RCPT TO:<c@y>
        S: 250 ok

        """;

    [Fact]
    public async Task Where_nobody_is_left_nothing_is_sent()
    {
        await using var sink = MailSink.Start(static options => options, Refusing);
        await using var mailer = Mailer(sink.Port);

        var result = await mailer.TrySendAsync(Request("\n") with { To = ["no@y"], OnRefusal = PartialRefusal.Continue }, Token);

        Assert.Equal(SendOutcome.Refused, result.Outcome);
        Assert.DoesNotContain("DATA", sink.Commands);
    }

    [Fact]
    public async Task Recipients_whom_it_would_take_for_one_are_refused()
    {
        await using var sink = MailSink.Start();
        await using var mailer = Mailer(sink.Port);

        var e = await Assert.ThrowsAsync<MailException>(() => mailer.SendAsync(Request("\n") with { To = ["Joe@y", "joe@y"] }, Token).AsTask());

        Assert.Equal("transport mailkit cannot send to Joe@y and joe@y at once", e.Message);
    }

    [Fact]
    public async Task A_null_reverse_path_stays_one()
    {
        await using var sink = MailSink.Start();
        await using var mailer = Mailer(sink.Port, ("from", ""));

        await mailer.SendAsync(Request("\n"), Token);

        Assert.Equal("", (await sink.NextMailAsync(Token)).Envelope.Sender);
    }

    [Fact]
    public async Task A_mail_that_is_refused_behind_the_final_dot_was_not_delivered()
    {
        await using var sink = MailSink.Start(static options => options, new SinkAnswers { Mail = static _ => new MailOutcome(new SmtpReply(554, "5.7.1", "spam")) });
        await using var mailer = Mailer(sink.Port);

        var e = await FailureAsync(mailer);

        Assert.Equal((DeliveryStage.EndOfData, "554 5.7.1 spam", false), (e.Stage, e.Reply?.ToString(), e.MayHaveBeenDelivered));
    }

    [Theory]
    [InlineData("--- close ---")]
    [InlineData("--- reset ---")]
    public async Task A_server_that_is_gone_behind_the_final_dot_may_have_delivered(string end)
    {
        await using var server = ScriptedServer.Start(Greeting + "--- message ---\n" + end);
        await using var mailer = Mailer(server.Port);

        var e = await FailureAsync(mailer);

        Assert.Equal((DeliveryStage.EndOfData, true), (e.Stage, e.MayHaveBeenDelivered));
    }

    [Fact]
    public async Task A_server_that_is_gone_before_it_asked_for_the_message_has_not()
    {
        await using var server = ScriptedServer.Start(Greeting.Replace("S: 354 go on", "--- close ---", StringComparison.Ordinal));
        await using var mailer = Mailer(server.Port);

        var e = await FailureAsync(mailer);

        Assert.False(e.MayHaveBeenDelivered);
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_is_not_delivered()
    {
        await using var sink = MailSink.Start();
        await using var mailer = Mailer(sink.Port);

        var e = await Assert.ThrowsAsync<MailException>(() => mailer.SendAsync(Request("") with { Message = MessageInput.FromWriter(WriteAsync) }, Token).AsTask());

        Assert.Equal((false, "the message cannot be read: out of paper"), (e.MayHaveBeenDelivered, e.Message));
        Assert.Null(sink.TakeMail());

        static async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
        {
            await stream.WriteAsync("Subject: hi\n\n"u8.ToArray(), cancellationToken);
            await stream.FlushAsync(cancellationToken);
            throw new InvalidOperationException("out of paper");
        }
    }

    [Fact]
    public async Task A_server_that_is_silent_is_given_up_in_time()
    {
        await using var server = ScriptedServer.Start(Greeting + "--- message ---\n--- stall ---");
        await using var mailer = Mailer(server.Port, ("timeout", "1"));

        var e = await FailureAsync(mailer);

        Assert.Equal((DeliveryStage.EndOfData, true, "network read error: the operation timed out"), (e.Stage, e.MayHaveBeenDelivered, e.Message));
    }

    [Fact]
    public async Task Nobody_there_is_told()
    {
        var sink = MailSink.Start();
        await using var mailer = Mailer(sink.Port);
        await sink.DisposeAsync();

        var e = await FailureAsync(mailer);

        Assert.Equal((ExitCode.TempFail, DeliveryStage.Connect), (e.ExitCode, e.Stage));
    }

    const string Greeting = """
        S: 220 ready
        C~ EHLO .+
        S: 250 ok
        C: MAIL FROM:<me@example.org>
        S: 250 ok
        C: RCPT TO:<you@example.net>
        S: 250 ok
        C: DATA
        S: 354 go on

        """;

    static SinkAnswers Refusing => new()
    {
        Recipient = static recipient => recipient.Address == "no@y" ? new SmtpReply(550, "5.1.1", "no such user") : null,
    };

    MailSink Encrypted(TlsMode mode) => MailSink.Start(options => options with
    {
        TlsMode = mode,
        Certificate = certificates.Good,
        CredentialsCheck = new PasswordTable("joe", "secret").CheckAsync,
        RequireAuth = true,
    });

    static async Task<MailException> FailureAsync(IMailer mailer) =>
        await Assert.ThrowsAsync<MailException>(() => mailer.SendAsync(Request("Subject: hi\n\nhello\n"), Token).AsTask());

    static IMailer Mailer(int port, params (string Command, string Argument)[] more)
    {
        var commands = new Dictionary<string, string> { ["host"] = "127.0.0.1", ["port"] = $"{port}", ["from"] = "me@example.org", ["transport"] = "mailkit", ["set_msgid_header"] = "off" };
        foreach (var (command, argument) in more)
            commands[command] = argument;
        return new MailerBuilder().AddDefaultPlugins().AddPlugin(new MailKitTransportPlugin()).AddAccount("default", commands).UseTime(new StandingClock()).Build();
    }

    static MailRequest Request(string message) => new()
    {
        Message = MessageInput.FromOctets(Encoding.UTF8.GetBytes(message)),
        To = ["you@example.net"],
    };

    /// <summary>Time goes on, the date in the header does not.</summary>
    sealed class StandingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;
}
