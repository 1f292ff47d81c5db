using Msmtp.Text;

namespace Msmtp.Transport.Smtp.Tests;

public sealed class SmtpSaslChannelTests
{
    [Fact]
    public Task An_exchange_is_written_as_RFC_4954_has_it() => Play("""
        C: AUTH TEST aGVsbG8=
        S: 334 VXNlcm5hbWU6
        C: am9l
        S: 334 
        C:
        S: 235 2.7.0 accepted
        """, static async channel =>
    {
        Assert.Equal("Username:", Text(await channel.BeginAsync("TEST", "hello"u8.ToArray(), Some.Token)));
        Assert.Equal("", Text(await channel.RespondAsync("joe"u8.ToArray(), Some.Token)));
        Assert.Equal(SaslAnswerKind.Success, (await channel.RespondAsync(default, Some.Token)).Kind);
    });

    [Fact]
    public Task An_empty_initial_response_is_not_the_same_as_none() => Play("""
        C: AUTH TEST =
        S: 334 
        C: *
        S: 501 cancelled
        C: AUTH TEST
        S: 504 no
        """, static async channel =>
    {
        await channel.BeginAsync("TEST", ReadOnlyMemory<byte>.Empty, Some.Token);
        await channel.CancelAsync(Some.Token);
        Assert.Equal(SaslAnswerKind.MechanismRefused, (await channel.BeginAsync("TEST", null, Some.Token)).Kind);
    });

    [Fact]
    public Task A_long_initial_response_waits_until_the_server_asks_for_it() => Play($"""
        C: AUTH TEST
        S: 334 
        C: {Convert.ToBase64String(new byte[9000])}
        S: 235 ok
        """, static async channel =>
            Assert.Equal(SaslAnswerKind.Success, (await channel.BeginAsync("TEST", new byte[9000], Some.Token)).Kind));

    [Fact]
    public Task A_long_initial_response_that_nobody_asks_for_is_kept() => Play("""
        C: AUTH TEST
        S: 504 no
        """, static async channel =>
            Assert.Equal(SaslAnswerKind.MechanismRefused, (await channel.BeginAsync("TEST", new byte[9000], Some.Token)).Kind));

    [Fact]
    public async Task Responses_are_traced_as_secrets()
    {
        var trace = new RecordingTrace();
        using var stream = new ScriptedConnection(ScriptLine.Parse("C: AUTH TEST aGVsbG8=\nS: 334 eA==\nC: am9l\nS: 235 ok"), int.MaxValue);
        var channel = new SmtpSaslChannel(new SmtpConnection(stream, Some.Context() with { Trace = trace }), static () => Offer);

        await channel.BeginAsync("TEST", "hello"u8.ToArray(), Some.Token);
        await channel.RespondAsync("joe"u8.ToArray(), Some.Token);

        stream.Finish();
        Assert.Equal(["--> AUTH TEST *aGVsbG8=*", "<-- 334 eA==", "--> *am9l*", "<-- 235 ok"], trace.Lines);
    }

    [Fact]
    public Task A_server_that_hangs_up_is_a_failure() => Play("""
        C: AUTH TEST
        S hangs up
        """, static async channel =>
    {
        var failure = await Assert.ThrowsAsync<MailException>(async () => await channel.BeginAsync("TEST", null, Some.Token));

        Assert.Equal((ExitCode.Protocol, DeliveryStage.Auth), (failure.ExitCode, failure.Stage));
    });

    static SaslOffer Offer => new("mail.example.org", 587);

    static string? Text(SaslAnswer answer) => answer.Data is { } data ? OctetText.Decode(data.Span) : null;

    static Task Play(string script, Func<SmtpSaslChannel, Task> act) => Transcript.PlayConnection(
        script, stream => act(new SmtpSaslChannel(new SmtpConnection(stream, Some.Context()), static () => Offer)));
}
