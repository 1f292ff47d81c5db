using System.Text;

namespace Msmtp.Host.Tests.Authentication;

public sealed class AuthenticatorTests
{
    static readonly SaslMechanism Test = FakeSasl.Mechanism("TEST");

    [Fact]
    public async Task The_secret_is_asked_for_and_its_source_learns_that_it_was_right()
    {
        var secrets = new FakeSecrets("first", "second");
        var contexts = new List<SaslContext>();
        var mechanism = FakeSasl.Mechanism("TEST", create: sasl =>
        {
            contexts.Add(sasl);
            return new FakeSasl(Encoding.UTF8.GetString(sasl.Secret!.Reveal()));
        });
        var channel = new ScriptedChannel("C: AUTH TEST Zmlyc3Q=\nS: 235 ok", "TEST");

        await Some.AuthenticateAsync(channel, Account() with { Secrets = secrets, Mechanisms = [mechanism] });

        Assert.Equal(new SecretQuery(SecretKind.Password) { Host = "mail.example.org", User = "joe" }, Assert.Single(secrets.Queries));
        Assert.Equal([("first", SecretVerdict.Accepted)], secrets.Verdicts);
        Assert.True(contexts is [{ User: "joe", Host: "mail.example.org", Port: 587, IsEncrypted: false, Offered: ["TEST"] }]);
        // The secret belongs to the chain of sources, which may give it to another session.
        Assert.Equal("first", Encoding.UTF8.GetString(contexts[0].Secret!.Reveal()));
    }

    [Theory]
    [InlineData("535 5.7.8 wrong", true)]
    [InlineData("454 4.7.0 later", false)]
    [InlineData("504 not this", false)]
    public async Task Only_535_says_that_the_secret_is_wrong(string reply, bool isRejected)
    {
        var secrets = new FakeSecrets("first", "second");
        var channel = new ScriptedChannel($"C: AUTH TEST aGVsbG8=\nS: {reply}", "TEST");

        var failure = await Assert.ThrowsAsync<MailException>(() => Some.AuthenticateAsync(channel, Account() with { Secrets = secrets, Mechanisms = [Test] }));

        Assert.Equal((ExitCode.NoPerm, "authentication failed (method TEST)"), (failure.ExitCode, failure.Message));
        Assert.Equal(isRejected ? [("first", SecretVerdict.Rejected)] : [], secrets.Verdicts);
    }

    [Fact]
    public async Task A_token_that_was_rejected_is_refreshed_once()
    {
        var secrets = new FakeSecrets("stale", "fresh", "never asked for");
        var channel = new ScriptedChannel("C: AUTH TEST aGVsbG8=\nS: 535 expired\nC: AUTH TEST aGVsbG8=\nS: 235 ok", "TEST");

        await Some.AuthenticateAsync(channel, Account() with { Secrets = secrets, Mechanisms = [Test with { Facts = new SaslFacts(1) { Secret = SecretKind.Token } }] });

        Assert.Equal([false, true], secrets.Queries.Select(static query => query.Rejected is not null));
        Assert.Equal([("stale", SecretVerdict.Rejected), ("fresh", SecretVerdict.Accepted)], secrets.Verdicts);
    }

    [Fact]
    public async Task A_source_whose_second_token_is_rejected_hears_of_it_and_is_not_asked_again()
    {
        var secrets = new FakeSecrets("stale", "stale too", "never asked for");
        var channel = new ScriptedChannel("C: AUTH TEST aGVsbG8=\nS: 535 expired\nC: AUTH TEST aGVsbG8=\nS: 535 no", "TEST");
        var context = Account() with { Secrets = secrets, Mechanisms = [Test with { Facts = new SaslFacts(1) { Secret = SecretKind.Token } }] };

        await Assert.ThrowsAsync<MailException>(() => Some.AuthenticateAsync(channel, context));

        Assert.Equal([("stale", SecretVerdict.Rejected), ("stale too", SecretVerdict.Rejected)], secrets.Verdicts);
    }

    [Fact]
    public async Task A_source_that_gives_the_same_token_again_is_not_believed()
    {
        var channel = new ScriptedChannel("C: AUTH TEST aGVsbG8=\nS: 535 expired", "TEST");
        var context = Account() with { Secrets = new FakeSecrets("stale", "stale"), Mechanisms = [Test with { Facts = new SaslFacts(1) { Secret = SecretKind.Token } }] };

        var failure = await Assert.ThrowsAsync<MailException>(() => Some.AuthenticateAsync(channel, context));

        Assert.Equal(535, failure.Reply?.Code);
    }

    [Fact]
    public async Task What_a_mechanism_needs_is_looked_for_before_it_is_begun()
    {
        var noUser = Some.Context(AuthChoice.Named("TEST"), user: null);

        Assert.Equal("authentication method TEST needs a user name", await MissingAsync(noUser with { Mechanisms = [Test] }));
        Assert.Equal("authentication method TEST needs a password", await MissingAsync(Account() with { Mechanisms = [Test] }));
    }

    [Fact]
    public async Task A_mechanism_without_needs_gets_nothing()
    {
        var secrets = new FakeSecrets("unneeded");
        var mechanism = Test with { Facts = new SaslFacts(1) { NeedsUser = false, Secret = null } };
        var channel = new ScriptedChannel("C: AUTH TEST aGVsbG8=\nS: 235 ok", "TEST");

        await Some.AuthenticateAsync(channel, Account() with { Secrets = secrets, Mechanisms = [mechanism] });

        Assert.Empty(secrets.Queries);
    }

    [Fact]
    public async Task A_server_that_authenticates_nobody_is_told_with_advice()
    {
        var channel = new ScriptedChannel("") { Offer = new SaslOffer("mail.example.org", 587) { IsMade = false } };

        var failure = await Assert.ThrowsAsync<MailException>(() => Some.AuthenticateAsync(channel, Account() with { Mechanisms = [Test] }));

        Assert.Equal((ExitCode.Unavailable, "the server does not support authentication"), (failure.ExitCode, failure.Message));
        Assert.NotNull(failure.Advice);
    }

    [Fact]
    public async Task Who_wants_no_login_asks_for_nothing()
    {
        var channel = NSubstitute.Substitute.For<ISaslChannel>();

        Assert.Null(await Some.Context(AuthChoice.Off).Authenticator.AuthenticateAsync(channel, Some.Token));

        Assert.Empty(NSubstitute.SubstituteExtensions.ReceivedCalls(channel));
    }

    [Fact]
    public async Task A_store_may_know_the_user_with_the_secret()
    {
        var secrets = new FakeSecrets("secret") { User = "ann" };
        var users = new List<string?>();
        var mechanism = FakeSasl.Mechanism("TEST", create: sasl =>
        {
            users.Add(sasl.User);
            return new FakeSasl("hello");
        });
        var channel = new ScriptedChannel("C: AUTH TEST aGVsbG8=\nS: 235 ok", "TEST");

        var result = await Some.AuthenticateAsync(
            channel, Some.Context(AuthChoice.Named("TEST"), user: null) with { Secrets = secrets, Mechanisms = [mechanism] });

        Assert.Equal(["ann"], users);
        Assert.Equal("ann", result?.User);
        Assert.True(Assert.Single(secrets.Queries).WantsUser);
    }

    [Fact]
    public async Task It_tells_who_was_logged_in_by_what()
    {
        var channel = new ScriptedChannel("C: AUTH TEST aGVsbG8=\nS: 235 ok", "TEST");

        var result = await Some.AuthenticateAsync(channel, Account() with { Secrets = new FakeSecrets("secret"), Mechanisms = [Test] });

        Assert.Equal(new AuthenticationResult("TEST") { User = "joe" }, result);
    }

    [Fact]
    public async Task It_goes_by_the_context_that_it_was_taken_from()
    {
        var first = Account() with { Secrets = new FakeSecrets("unneeded"), Mechanisms = [Test] };
        var secrets = new FakeSecrets("secret");

        await Some.AuthenticateAsync(new ScriptedChannel("C: AUTH TEST aGVsbG8=\nS: 235 ok", "TEST"), first with { Secrets = secrets });

        Assert.Single(secrets.Queries);
    }

    static PluginContext Account() => Some.Context(AuthChoice.Named("TEST"));

    static async Task<string> MissingAsync(PluginContext context)
    {
        var failure = await Assert.ThrowsAsync<MailException>(() => Some.AuthenticateAsync(new ScriptedChannel("", "TEST"), context));
        Assert.Equal(ExitCode.Unavailable, failure.ExitCode);
        return failure.Message;
    }
}
