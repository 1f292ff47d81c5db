namespace Msmtp.Transport.Smtp.Tests;

public sealed class SmtpDialogueTests
{
    [Fact]
    public Task The_server_speaks_first() => Transcript.Play("""
        S: 220-mx.example.org
        S: 220 ready
        """, async smtp => Assert.Equal("mx.example.org", (await smtp.GreetingAsync(TimeSpan.Zero, Some.Token)).Lines[0]));

    [Theory]
    [InlineData("554 5.3.2 no service here")]
    [InlineData("421 4.3.2 try later")]
    [InlineData("250 hello")]
    public Task Any_greeting_but_220_is_refused(string greeting) => Transcript.Play($"S: {greeting}", async smtp =>
    {
        var failure = await Assert.ThrowsAsync<MailException>(async () => await smtp.GreetingAsync(TimeSpan.Zero, Some.Token));

        Assert.Equal("cannot get initial OK message from server", failure.Message);
        Assert.Equal((ExitCode.Protocol, DeliveryStage.Greeting, greeting), (failure.ExitCode, failure.Stage, failure.Reply?.ToString()));
    });

    [Fact]
    public Task EHLO_tells_the_capabilities() => Transcript.Play("""
        C: EHLO client.example
        S: 250-mx.example.org
        S: 250 PIPELINING
        """, async smtp =>
        {
            await smtp.HelloAsync("client.example", Some.Token);

            Assert.True(smtp.Capabilities.Pipelining);
        });

    [Theory]
    [InlineData("502 5.5.1 unknown")]
    [InlineData("421 4.0.0 closing")]
    [InlineData("251 odd")]
    public Task A_server_that_does_not_know_EHLO_is_greeted_with_HELO(string reply) => Transcript.Play($"""
        C: EHLO me
        S: {reply}
        C: HELO me
        S: 250 pipelining.example.org
        """, async smtp =>
        {
            await smtp.HelloAsync("me", Some.Token);

            Assert.Equal(Capabilities.None, smtp.Capabilities);
        });

    [Fact]
    public Task A_server_that_knows_neither_is_left() => Transcript.Play("""
        C: EHLO me
        S: 500 what
        C: HELO me
        S: 500 what
        """, async smtp =>
        {
            var failure = await Assert.ThrowsAsync<MailException>(async () => await smtp.HelloAsync("me", Some.Token));

            Assert.Equal("SMTP server does not accept EHLO or HELO commands", failure.Message);
            Assert.Equal(ExitCode.Protocol, failure.ExitCode);
        });

    [Fact]
    public Task An_LMTP_server_is_greeted_with_LHLO_and_nothing_else() => Transcript.PlayConnection("""
        C: LHLO me
        S: 550-a
        S: 550 b
        """, async stream =>
        {
            var lmtp = new SmtpDialogue(new SmtpConnection(stream, Some.Context()), Some.Settings(static set => set.Set(CommonSettings.Protocol, MailProtocol.Lmtp)));

            var failure = await Assert.ThrowsAsync<MailException>(async () => await lmtp.HelloAsync("me", Some.Token));

            Assert.Equal("command LHLO failed", failure.Message);
        });

    [Fact]
    public async Task What_was_heard_before_TLS_is_forgotten_with_it()
    {
        var script = ScriptLine.Parse("C: EHLO me\nS: 250-mx\nS: 250-STARTTLS\nS: 250 DSN\nC: STARTTLS\nS: 220 go ahead");
        var stream = new ScriptedConnection(script, int.MaxValue) { MayEncrypt = true };
        var smtp = new SmtpDialogue(new SmtpConnection(stream, Some.Context()), Some.Settings());
        await smtp.HelloAsync("me", Some.Token);

        await smtp.StartTlsAsync(Some.Token);

        Assert.NotNull(stream.Tls);
        Assert.Equal(Capabilities.None, smtp.Capabilities);
        stream.Finish();
    }

    [Fact]
    public Task STARTTLS_that_is_not_offered_is_missed() => Transcript.Play("""
        C: EHLO me
        S: 250 mx
        C: QUIT
        """, async smtp =>
        {
            await smtp.HelloAsync("me", Some.Token);

            var failure = await Assert.ThrowsAsync<MailException>(async () => await smtp.StartTlsAsync(Some.Token));

            Assert.Equal("the server does not support TLS via the STARTTLS command", failure.Message);
            Assert.Equal((ExitCode.Unavailable, DeliveryStage.Tls), (failure.ExitCode, failure.Stage));
        });

    [Fact]
    public Task STARTTLS_that_is_refused_ends_the_session() => Transcript.Play("""
        C: EHLO me
        S: 250-mx
        S: 250 STARTTLS
        C: STARTTLS
        S: 454 not now
        """, async smtp =>
        {
            await smtp.HelloAsync("me", Some.Token);

            var failure = await Assert.ThrowsAsync<MailException>(async () => await smtp.StartTlsAsync(Some.Token));

            Assert.Equal((ExitCode.Protocol, "command STARTTLS failed", 454), (failure.ExitCode, failure.Message, failure.Reply?.Code));
        });

    [Fact]
    public async Task A_reply_that_an_attacker_put_before_the_handshake_is_noticed()
    {
        var stream = new ScriptedConnection(ScriptLine.Parse("C: EHLO me\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nS: 250 injected"), int.MaxValue);
        var smtp = new SmtpDialogue(new SmtpConnection(stream, Some.Context()), Some.Settings());
        await smtp.HelloAsync("me", Some.Token);

        var failure = await Assert.ThrowsAsync<MailException>(async () => await smtp.StartTlsAsync(Some.Token));

        Assert.Equal((ExitCode.Protocol, "command STARTTLS failed", null), (failure.ExitCode, failure.Message, failure.Reply));
    }

    [Theory]
    [InlineData("250 queuing", null, null)]
    [InlineData("253 3 pending", null, null)]
    [InlineData("254 odd", ExitCode.Protocol, "command ETRN failed")]
    [InlineData("458 unable", ExitCode.Unavailable, "the server is unable to fulfill the request")]
    [InlineData("459 not allowed", ExitCode.Unavailable, "the server is unable to fulfill the request")]
    [InlineData("500 what", ExitCode.DataErr, "invalid argument for Remote Message Queue Starting")]
    [InlineData("501 bad", ExitCode.DataErr, "invalid argument for Remote Message Queue Starting")]
    [InlineData("554 other", ExitCode.Protocol, "command ETRN failed")]
    public Task ETRN_has_replies_of_its_own(string reply, ExitCode? exitCode, string? message) => Transcript.Play($"""
        C: ETRN #q
        S: {reply}
        """, async smtp =>
        {
            var failure = await Record.ExceptionAsync(async () => await smtp.EtrnAsync("#q", Some.Token)) as MailException;
            Assert.DoesNotContain("sender", failure?.Advice ?? "", StringComparison.Ordinal);

            Assert.Equal((exitCode, message), (failure?.ExitCode, failure?.Message));
        });

    [Theory]
    [InlineData("C: QUIT")]
    [InlineData("C: QUIT\nS hangs up")]
    [InlineData("S breaks the pipe")]
    public Task Nothing_that_happens_at_QUIT_matters(string script) =>
        Transcript.Play(script, async smtp => await smtp.QuitAsync(Some.Token));

    [Fact]
    public Task The_answer_to_QUIT_is_awaited_for_a_listener() => Transcript.PlayConnection("""
        C: QUIT
        S: 221 bye
        """, async stream =>
        {
            var trace = new RecordingTrace();
            var smtp = new SmtpDialogue(new SmtpConnection(stream, Some.Context() with { Trace = trace }), Some.Settings());

            await smtp.QuitAsync(Some.Token);

            Assert.Equal(["--> QUIT", "<-- 221 bye"], trace.Lines);
            Assert.All(stream.Deadlines, static deadline => Assert.NotNull(deadline));
        });
}
