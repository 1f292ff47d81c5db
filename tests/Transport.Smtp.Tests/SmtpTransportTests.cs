namespace Msmtp.Transport.Smtp.Tests;

public sealed class SmtpTransportTests
{
    const string Hello = """
        S: 220 mx
        C: EHLO localhost
        S: 250 mx

        """;

    const string Delivered = """
        C: MAIL FROM:<me@example.org>
        S: 250 ok
        C: RCPT TO:<you@example.net>
        S: 250 ok
        C: DATA
        S: 354 go on
        C: Subject: x
        C:
        C: hello
        C: .
        S: 250 queued

        """;

    [Fact]
    public Task A_mail_that_was_taken_ends_with_QUIT_and_no_waiting() => Transcript.PlayTransport(Hello + Delivered + "C: QUIT", Some.Context(), static async (transport, _) =>
    {
        var report = await transport.SendAsync(Some.Mail(), Some.Token);

        Assert.True(report.IsComplete);
    });

    [Fact]
    public Task A_mail_that_needs_SMTPUTF8_leaves_the_server_politely_and_the_session_usable() => Transcript.PlayTransport(
        Hello + "C: RSET\nS: 250 ok\n" + Delivered + "C: QUIT", Some.Context(), static async (transport, _) =>
        {
            var refused = await Assert.ThrowsAsync<MailException>(
                async () => await transport.SendAsync(Some.MailFrom("me@example.org", "jörg@example.net"), Some.Token));
            Assert.Equal(ExitCode.Unavailable, refused.ExitCode);

            Assert.True(await transport.IsReadyAsync(Some.Token));
            Assert.True((await transport.SendAsync(Some.Mail(), Some.Token)).IsComplete);
        });

    // A script stands for octets, one each: jÃ¶rg is jörg in UTF-8.
    [Fact]
    public Task Internationalized_mail_says_so() => Transcript.PlayTransport(
        Hello.Replace("250 mx", "250-mx\nS: 250 SMTPUTF8", StringComparison.Ordinal)
            + Delivered.Replace("example.org>", "example.org> SMTPUTF8", StringComparison.Ordinal).Replace("you@", "jÃ¶rg@", StringComparison.Ordinal)
            + "C: QUIT",
        Some.Context(),
        static async (transport, _) => await transport.SendAsync(Some.MailFrom("me@example.org", "jörg@example.net"), Some.Token));

    [Fact]
    public Task Behind_a_mail_that_was_taken_the_next_one_goes_out_without_a_question() => Transcript.PlayTransport(
        Hello + Delivered + Delivered + Delivered + "C: QUIT", Resting(out var time), async (transport, _) =>
        {
            await transport.SendAsync(Some.Mail(), Some.Token);
            Assert.True(await transport.IsReadyAsync(Some.Token));
            await transport.SendAsync(Some.Mail(), Some.Token);
            time.Advance(SmtpTransport.Rest - TimeSpan.FromMilliseconds(1));
            Assert.True(await transport.IsReadyAsync(Some.Token));
            await transport.SendAsync(Some.Mail(), Some.Token);
        });

    [Fact]
    public Task After_a_rest_the_server_is_asked_whether_it_still_listens() => Transcript.PlayTransport(
        Hello + Delivered + "C: RSET\nS: 250 ok\n" + Delivered + "C: QUIT", Resting(out var time), async (transport, _) =>
        {
            await transport.SendAsync(Some.Mail(), Some.Token);
            time.Advance(SmtpTransport.Rest);
            Assert.True(await transport.IsReadyAsync(Some.Token));
            await transport.SendAsync(Some.Mail(), Some.Token);
        });

    // What it said would be taken for the answer to RSET, and that one for the answer to MAIL.
    [Theory]
    [InlineData("421 too many mails")]
    [InlineData("250 queued")]
    [InlineData("hello?")]
    public async Task A_server_that_says_more_than_it_was_asked_gets_no_second_mail(string more)
    {
        foreach (var readSize in new[] { 1, int.MaxValue })
        {
            var stream = new ScriptedConnection(ScriptLine.Parse(Hello + Delivered + $"S: {more}"), readSize);
            var session = await SmtpSession.BeginAsync(stream, Some.Connector, Resting(out var time), null, Some.Token);
            await using var transport = await SmtpTransport.BeginAsync(session, Some.Context() with { Time = time }, Some.Token);

            await transport.SendAsync(Some.Mail(), Some.Token);
            Assert.False(await transport.IsReadyAsync(Some.Token));
            time.Advance(SmtpTransport.Rest);
            Assert.False(await transport.IsReadyAsync(Some.Token));
        }
    }

    [Theory]
    [InlineData("C: RSET\nS: 421 closing")]
    [InlineData("C: RSET\nS hangs up")]
    [InlineData("C: RSET\nS is late")]
    [InlineData("S breaks the pipe")]
    public Task A_server_that_has_gone_away_is_noticed_before_the_next_mail(string script) => Transcript.PlayTransport(
        Hello + Delivered + script, Resting(out var time), async (transport, _) =>
        {
            await transport.SendAsync(Some.Mail(), Some.Token);
            time.Advance(SmtpTransport.Rest);

            Assert.False(await transport.IsReadyAsync(Some.Token));
            Assert.False(await transport.IsReadyAsync(Some.Token));
        });

    [Fact]
    public Task After_a_refusal_the_session_can_be_used_but_not_parted_from() => Transcript.PlayTransport(
        Hello + "C: MAIL FROM:<me@example.org>\nS: 250 ok\nC: RCPT TO:<you@example.net>\nS: 550 no\nC: RSET\nS: 250 ok\n" + Delivered + "C: QUIT",
        Some.Context(), static async (transport, _) =>
        {
            Assert.False((await transport.SendAsync(Some.Mail(), Some.Token)).IsComplete);
            Assert.True(await transport.IsReadyAsync(Some.Token));
            Assert.True((await transport.SendAsync(Some.Mail(), Some.Token)).IsComplete);
        });

    [Fact]
    public async Task After_a_refusal_there_is_no_QUIT_and_after_a_failure_no_second_mail()
    {
        var stream = new ScriptedConnection(ScriptLine.Parse(Hello + "C: MAIL FROM:<me@example.org>\nS: 550 no"), int.MaxValue);
        var session = await SmtpSession.BeginAsync(stream, Some.Connector, Some.Context(), null, Some.Token);
        var transport = await SmtpTransport.BeginAsync(session, Some.Context(), Some.Token);

        await Assert.ThrowsAsync<MailException>(async () => await transport.SendAsync(Some.Mail(), Some.Token));
        Assert.False(await transport.IsReadyAsync(Some.Token));
        await transport.DisposeAsync();

        stream.Finish();
        Assert.True(stream.IsDisposed);
    }

    [Fact]
    public Task A_session_that_carried_no_mail_is_parted_from() =>
        Transcript.PlayTransport(Hello + "C: QUIT", Some.Context(), static (_, _) => Task.CompletedTask);

    [Fact]
    public async Task DSN_is_checked_before_anybody_authenticates()
    {
        var context = Some.Context(static set => set.Set(SmtpSettings.DsnNotify, "NEVER").Set(CommonSettings.Auth, AuthChoice.Automatic));

        var failure = await Transcript.PlayFailure(Hello + "C: QUIT", context);

        Assert.Equal((ExitCode.Unavailable, "the server does not support DSN"), (failure.ExitCode, failure.Message));
    }

    [Fact]
    public Task The_account_says_what_the_client_is_called() => Transcript.PlayTransport("""
        S: 220 mx
        C: EHLO client.example
        S: 250 mx
        C: QUIT
        """, Some.Context(static set => set.Set(CommonSettings.Domain, "client.example")), static (_, _) => Task.CompletedTask);

    [Fact]
    public async Task A_session_that_does_not_begin_leaves_no_link_open()
    {
        var stream = new ScriptedConnection(ScriptLine.Parse("S: 554 no"), int.MaxValue);

        await Assert.ThrowsAsync<MailException>(async () => await SmtpSession.BeginAsync(stream, Some.Connector, Some.Context(), null, Some.Token));

        Assert.True(stream.IsDisposed);
        stream.Finish();
    }

    // The clock stands until a test turns it.
    static PluginContext Resting(out ManualTime time)
    {
        time = new ManualTime();
        return Some.Context() with { Time = time };
    }
}
