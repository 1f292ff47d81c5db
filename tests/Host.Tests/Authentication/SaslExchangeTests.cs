using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Authentication;

public sealed class SaslExchangeTests
{
    [Fact]
    public Task An_initial_response_goes_with_the_command() => Play("""
        C: AUTH TEST aGVsbG8=
        S: 235 2.7.0 accepted
        """, () => new FakeSasl("hello"));

    [Fact]
    public Task Challenges_are_answered_until_the_server_is_content() => Play("""
        C: AUTH TEST
        S: 334 VXNlcm5hbWU6
        C: am9l
        S: 334 
        C:
        S: 235 accepted
        """, static () => new FakeSasl(null, "joe", ""), static client => Assert.Equal(["Username:", ""], client.Challenges));

    [Theory]
    [InlineData("454 later")]
    [InlineData("250 odd")]
    public Task Any_other_reply_is_a_refusal(string reply) => PlayFailure($"""
        C: AUTH TEST aGVsbG8=
        S: {reply}
        """, static () => new FakeSasl("hello"), ExitCode.NoPerm, "authentication failed (method TEST)");

    [Theory]
    [InlineData("432 4.7.12 a new password first", false)]
    [InlineData("504 5.5.4 never heard of it", false)]
    [InlineData("534 5.7.9 too weak", false)]
    [InlineData("538 5.7.11 not in the clear", false)]
    [InlineData("535 5.7.8 wrong", true)]
    public async Task A_refusal_of_the_mechanism_or_of_the_secret_is_no_exception(string reply, bool isAboutSecret)
    {
        var refusal = await RunAsync($"C: AUTH TEST aGVsbG8=\nS: {reply}", new FakeSasl("hello"));

        Assert.Equal((ExitCode.NoPerm, "authentication failed (method TEST)"), (refusal?.Failure.ExitCode, refusal?.Failure.Message));
        Assert.Equal((reply, isAboutSecret), (refusal?.Failure.Reply?.WireLines.Single(), refusal?.IsAboutSecret));
    }

    [Fact]
    public async Task A_client_that_cannot_begin_has_sent_nothing()
    {
        var refusal = await RunAsync("", new FakeSasl("!"));

        Assert.Equal(("I cannot begin", false), (refusal?.Failure.Message, refusal?.IsAboutSecret));
    }

    [Fact]
    public Task A_success_that_comes_too_early_is_not_believed() => PlayFailure("""
        C: AUTH TEST
        S: 235 already
        """, static () => new FakeSasl(null, "proof"), ExitCode.Protocol, "the server ended the authentication too early (method TEST)");

    [Fact]
    public Task A_challenge_that_the_client_does_not_like_cancels_the_exchange() => PlayFailure("""
        C: AUTH TEST
        S: 334 eA==
        C: *
        S: 501 cancelled
        """, static () => new FakeSasl(null, "!"), ExitCode.Software, "I do not like that challenge");

    [Fact]
    public Task A_server_that_hangs_up_at_the_cancelling_does_not_hide_the_cause() => PlayFailure("""
        C: AUTH TEST
        S: 334 eA==
        C: *
        S hangs up
        """, static () => new FakeSasl(null, "!"), ExitCode.Software, "I do not like that challenge");

    [Theory]
    [InlineData("334 @@@notbase64")]
    [InlineData("334 YQ=")]
    public Task A_challenge_that_is_no_base64_cancels_the_exchange(string challenge) => PlayFailure($"""
        C: AUTH TEST
        S: {challenge}
        C: *
        S: 501 cancelled
        """, static () => new FakeSasl(null, "x"), ExitCode.Software, "the server sent a challenge that is not base64 (method TEST)");

    [Fact]
    public Task A_proof_behind_the_235_is_taken_for_a_last_challenge() => Play("""
        C: AUTH TEST
        S: 334 eA==
        C: eQ==
        S: 235 cHJvb2Y=
        """, static () => new FakeSasl(null, "y", ""), static client => Assert.Equal(["x", "proof"], client.Challenges));

    [Fact]
    public Task A_mechanism_that_reads_no_challenges_is_not_troubled_by_plain_text() => Play("""
        C: AUTH TEST
        S: 334 Username:
        C: am9l
        S: 235 ok
        """, static () => new FakeSasl(null, "joe"), static client => Assert.Equal([""], client.Challenges), new SaslFacts(1) { Reads = SaslChallenges.None });

    [Fact]
    public Task A_mechanism_that_does_not_read_the_first_challenge_reads_the_others() => Play("""
        C: AUTH TEST
        S: 334 ntlm supported
        C: b25l
        S: 334 eA==
        C: dHdv
        S: 235 ok
        """,
        static () => new FakeSasl(null, "one", "two"),
        static client => Assert.Equal(["", "x"], client.Challenges),
        new SaslFacts(1) { Reads = SaslChallenges.AfterFirst });

    static async Task Play(string script, Func<FakeSasl> create, Action<FakeSasl>? check = null, SaslFacts? facts = null)
    {
        var client = create();

        Assert.Null(await RunAsync(script, client, facts));

        check?.Invoke(client);
    }

    static async Task PlayFailure(string script, Func<FakeSasl> create, ExitCode exitCode, string message)
    {
        var failure = await Assert.ThrowsAsync<MailException>(() => RunAsync(script, create()));

        Assert.Equal((exitCode, DeliveryStage.Auth, message), (failure.ExitCode, failure.Stage, failure.Message));
    }

    static async Task<SaslRefusal?> RunAsync(string script, FakeSasl client, SaslFacts? facts = null)
    {
        var channel = new ScriptedChannel(script, "TEST");
        var mechanism = new SaslMechanism("TEST", facts ?? new SaslFacts(1), static _ => throw new NotSupportedException());
        try
        {
            return await new SaslExchange(channel, mechanism, client, AccountSettings.Empty).RunAsync(Some.Token);
        }
        finally
        {
            channel.Finish();
        }
    }
}
