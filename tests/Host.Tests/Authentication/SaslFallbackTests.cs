using System.Text;

namespace Msmtp.Host.Tests.Authentication;

/// <summary>Which failures of a mechanism let the next one be tried, with <c>auth on</c>.</summary>
public sealed class SaslFallbackTests
{
    static readonly SaslFacts Strong = new(50) { IsSafeWithoutTls = true };
    static readonly SaslFacts Weak = new(20) { IsSafeWithoutTls = true };

    [Theory]
    [InlineData("432 4.7.12 set your password anew")]
    [InlineData("504 5.5.4 not implemented")]
    [InlineData("534 5.7.9 too weak")]
    [InlineData("538 5.7.11 encryption required")]
    public async Task A_refused_mechanism_is_followed_by_the_next(string reply)
    {
        var secrets = new FakeSecrets("secret");

        await PlayAsync($"C: AUTH STRONG c3Ryb25n\nS: {reply}\nC: AUTH WEAK d2Vhaw==\nS: 235 welcome", secrets, [Saying("WEAK", Weak), Saying("STRONG", Strong)]);

        Assert.Single(secrets.Queries);
        Assert.Equal([("secret", SecretVerdict.Accepted)], secrets.Verdicts);
    }

    [Theory]
    [InlineData("535 5.7.8 wrong password")]
    [InlineData("454 4.7.0 temporary failure")]
    [InlineData("421 4.3.0 closing")]
    [InlineData("500 5.5.2 line too long")]
    [InlineData("501 5.5.2 cannot decode")]
    [InlineData("530 5.7.0 authentication required")]
    [InlineData("550 5.7.1 never")]
    public async Task Every_other_refusal_is_final(string reply)
    {
        var failure = await FailAsync($"C: AUTH STRONG c3Ryb25n\nS: {reply}", new FakeSecrets("secret"), [Saying("STRONG", Strong), Saying("WEAK", Weak)]);

        Assert.Equal((ExitCode.NoPerm, "authentication failed (method STRONG)"), (failure.ExitCode, failure.Message));
    }

    [Fact]
    public async Task A_mechanism_can_be_refused_in_the_middle_of_its_exchange()
    {
        var asked = new SaslMechanism("STRONG", Strong, static _ => new FakeSasl(null, "joe"));

        await PlayAsync("C: AUTH STRONG\nS: 334 eA==\nC: am9l\nS: 534 not for joe\nC: AUTH WEAK d2Vhaw==\nS: 235 ok", new FakeSecrets("secret"), [asked, Saying("WEAK", Weak)]);
    }

    [Fact]
    public async Task A_mechanism_that_has_found_the_server_out_is_the_last()
    {
        var betrayed = new SaslMechanism("STRONG", Strong, static _ => new FakeSasl(null, "proof", "!"));

        var failure = await FailAsync(
            "C: AUTH STRONG\nS: 334 eA==\nC: cHJvb2Y=\nS: 334 Zm9yZ2Vk\nC: *\nS: 504 5.5.4 try another",
            new FakeSecrets("secret"),
            [betrayed, Saying("WEAK", Weak)]);

        Assert.Equal("I do not like that challenge", failure.Message);
    }

    [Fact]
    public async Task A_success_without_proof_is_the_last()
    {
        var unproven = new SaslMechanism("STRONG", Strong, static _ => new FakeSasl(null, "proof", "more"));

        var failure = await FailAsync(
            "C: AUTH STRONG\nS: 334 eA==\nC: cHJvb2Y=\nS: 235 2.7.0 come in", new FakeSecrets("secret"), [unproven, Saying("WEAK", Weak)]);

        Assert.Equal(ExitCode.Protocol, failure.ExitCode);
    }

    [Fact]
    public async Task A_failure_of_the_client_is_not_taken_for_the_servers_whatever_it_says()
    {
        var lying = new SaslMechanism("STRONG", Strong, static _ => new Lying());

        await FailAsync("C: AUTH STRONG\nS: 334 eA==\nC: *\nS: 501 ok", new FakeSecrets("secret"), [lying, Saying("WEAK", Weak)]);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_the_last()
    {
        var failure = await FailAsync("C: AUTH STRONG c3Ryb25n\nS hangs up", new FakeSecrets("secret"), [Saying("STRONG", Strong), Saying("WEAK", Weak)]);

        Assert.Equal(ExitCode.Protocol, failure.ExitCode);
    }

    [Fact]
    public async Task A_mechanism_that_cannot_begin_is_passed_over()
    {
        var unable = new SaslMechanism("STRONG", Strong, static _ => new FakeSasl("!"));

        await PlayAsync("C: AUTH WEAK d2Vhaw==\nS: 235 welcome", new FakeSecrets("secret"), [unable, Saying("WEAK", Weak)]);
    }

    [Fact]
    public async Task When_none_is_left_the_strongest_ones_failure_is_told_and_what_was_tried_after_it()
    {
        SaslMechanism[] three = [Saying("STRONG", Strong), Saying("WEAK", Weak), Saying("LAST", Weak with { Strength = 1 })];

        var failure = await FailAsync(
            "C: AUTH STRONG c3Ryb25n\nS: 534 one\nC: AUTH WEAK d2Vhaw==\nS: 504 two\nC: AUTH LAST bGFzdA==\nS: 504 three", new FakeSecrets("secret"), three);

        Assert.Equal((ExitCode.NoPerm, "authentication failed (method STRONG); tried after it: WEAK, LAST"), (failure.ExitCode, failure.Message));
        Assert.Equal(534, failure.Reply?.Code);
    }

    [Fact]
    public async Task A_wrong_password_in_the_second_mechanism_is_told_and_final()
    {
        var secrets = new FakeSecrets("secret");
        SaslMechanism[] three = [Saying("STRONG", Strong), Saying("WEAK", Weak), Saying("LAST", Weak with { Strength = 1 })];

        var failure = await FailAsync("C: AUTH STRONG c3Ryb25n\nS: 504 one\nC: AUTH WEAK d2Vhaw==\nS: 535 wrong", secrets, three);

        Assert.Equal("authentication failed (method WEAK)", failure.Message);
        Assert.Equal([("secret", SecretVerdict.Rejected)], secrets.Verdicts);
    }

    [Fact]
    public async Task What_the_account_names_is_followed_by_nothing()
    {
        var context = Context(new FakeSecrets("secret"), [Saying("STRONG", Strong), Saying("WEAK", Weak)]);
        var named = context with
        {
            Account = new MailAccount(context.Account.Settings.With(CommonSettings.Auth, AuthChoice.Named("STRONG"))),
        };

        var failure = await FailAsync("C: AUTH STRONG c3Ryb25n\nS: 504 no", named);

        Assert.Equal("authentication failed (method STRONG)", failure.Message);
    }

    [Fact]
    public async Task A_server_in_the_clear_that_refuses_the_strong_one_gets_no_password()
    {
        SaslMechanism[] both = [Saying("STRONG", Strong), Saying("WEAK", Weak with { IsSafeWithoutTls = false })];

        var failure = await FailAsync("C: AUTH STRONG c3Ryb25n\nS: 504 5.5.4 speak clearly", new FakeSecrets("secret"), both);

        Assert.Equal("authentication failed (method STRONG)", failure.Message);
    }

    [Fact]
    public async Task Each_kind_of_secret_is_asked_for_once()
    {
        var secrets = new FakeSecrets("token", "password");
        SaslMechanism[] three = [Telling("STRONG", Strong with { Secret = SecretKind.Token }), Telling("WEAK", Weak), Telling("LAST", Weak with { Strength = 1 })];

        await PlayAsync("C: AUTH STRONG dG9rZW4=\nS: 504 no\nC: AUTH WEAK cGFzc3dvcmQ=\nS: 504 no\nC: AUTH LAST cGFzc3dvcmQ=\nS: 235 ok", secrets, three);

        Assert.Equal([SecretKind.Token, SecretKind.Password], secrets.Queries.Select(static query => query.Kind));
        Assert.Equal([("password", SecretVerdict.Accepted)], secrets.Verdicts);
    }

    [Fact]
    public async Task What_needs_a_secret_that_nobody_has_is_passed_over()
    {
        SaslMechanism[] both = [Saying("STRONG", Strong), Saying("WEAK", Weak with { Secret = null })];

        await PlayAsync("C: AUTH WEAK d2Vhaw==\nS: 235 ok", new FakeSecrets(), both);
    }

    [Fact]
    public async Task What_needs_a_user_where_there_is_none_is_passed_over()
    {
        SaslMechanism[] both = [Saying("STRONG", Strong), Saying("WEAK", Weak with { NeedsUser = false })];

        await PlayAsync("C: AUTH WEAK d2Vhaw==\nS: 235 ok", Nobody(Context(new FakeSecrets("secret"), both)));
    }

    [Fact]
    public async Task Where_all_need_a_user_and_there_is_none_only_the_strongest_is_told()
    {
        var context = Nobody(Context(new FakeSecrets("secret"), [Saying("STRONG", Strong), Saying("WEAK", Weak)]));

        var failure = await FailAsync("", context);

        Assert.Equal((ExitCode.Unavailable, "authentication method STRONG needs a user name"), (failure.ExitCode, failure.Message));
    }

    static SaslMechanism Saying(string name, SaslFacts facts) => new(name, facts, _ => new FakeSasl(name.ToLowerInvariant()));

    static SaslMechanism Telling(string name, SaslFacts facts) =>
        new(name, facts, static context => new FakeSasl(Encoding.UTF8.GetString(context.Secret!.Reveal())));

    static PluginContext Context(ISecretLookup secrets, IReadOnlyList<SaslMechanism> mechanisms) =>
        Some.Context(AuthChoice.Automatic) with { Secrets = secrets, Mechanisms = mechanisms };

    static PluginContext Nobody(PluginContext context) =>
        context with { Account = new MailAccount(context.Account.Settings.With(CommonSettings.User, null)) };

    static Task<AuthenticationResult?> PlayAsync(string script, ISecretLookup secrets, IReadOnlyList<SaslMechanism> mechanisms) =>
        PlayAsync(script, Context(secrets, mechanisms));

    static Task<MailException> FailAsync(string script, ISecretLookup secrets, IReadOnlyList<SaslMechanism> mechanisms) =>
        FailAsync(script, Context(secrets, mechanisms));

    static Task<MailException> FailAsync(string script, PluginContext context) =>
        Assert.ThrowsAsync<MailException>(() => PlayAsync(script, context));

    static Task<AuthenticationResult?> PlayAsync(string script, PluginContext context) =>
        Some.AuthenticateAsync(new ScriptedChannel(script, "LAST", "WEAK", "STRONG"), context);

    sealed class Lying : ISaslClient
    {
        public bool IsComplete => false;

        public ValueTask<ReadOnlyMemory<byte>?> StartAsync(CancellationToken cancellationToken) => new((ReadOnlyMemory<byte>?)null);

        public ValueTask<ReadOnlyMemory<byte>> RespondAsync(ReadOnlyMemory<byte> challenge, CancellationToken cancellationToken) =>
            throw new MailException(ExitCode.NoPerm, DeliveryStage.Auth, "forged", new ServerReply(504, null, ["no"]));

        public void Dispose()
        {
        }
    }
}
