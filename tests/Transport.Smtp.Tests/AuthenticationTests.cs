using System.Text;

namespace Msmtp.Transport.Smtp.Tests;

public sealed class AuthenticationTests
{
    const string Hello = """
        S: 220 mx
        C: EHLO localhost
        S: 250-mx
        S: 250 AUTH TEST

        """;

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
        var link = new ScriptedLink(ScriptLine.Parse(Hello + "C: AUTH TEST Zmlyc3Q=\nS: 235 ok"), int.MaxValue);

        await AuthenticateAsync(link, Account() with { Secrets = secrets, Mechanisms = [mechanism] });

        link.Finish();
        Assert.Equal(new SecretQuery(SecretKind.Password) { Host = "mail.example.org", User = "joe" }, Assert.Single(secrets.Queries));
        Assert.Equal([("first", SecretVerdict.Accepted)], secrets.Verdicts);
        Assert.True(contexts is [{ User: "joe", Host: "mail.example.org", Port: 25, IsEncrypted: false, Offered: ["TEST"] }]);
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
        var link = new ScriptedLink(ScriptLine.Parse(Hello + $"C: AUTH TEST aGVsbG8=\nS: {reply}"), int.MaxValue);

        var failure = await Assert.ThrowsAsync<MailException>(() => AuthenticateAsync(link, Account() with { Secrets = secrets, Mechanisms = [Test] }));

        link.Finish();
        Assert.Equal((ExitCode.NoPerm, "authentication failed (method TEST)"), (failure.ExitCode, failure.Message));
        Assert.Equal(isRejected ? [("first", SecretVerdict.Rejected)] : [], secrets.Verdicts);
    }

    [Fact]
    public async Task A_token_that_was_rejected_is_refreshed_once()
    {
        var secrets = new FakeSecrets("stale", "fresh", "never asked for");
        var link = new ScriptedLink(ScriptLine.Parse(Hello + "C: AUTH TEST aGVsbG8=\nS: 535 expired\nC: AUTH TEST aGVsbG8=\nS: 235 ok"), int.MaxValue);

        await AuthenticateAsync(link, Account() with { Secrets = secrets, Mechanisms = [Test with { Facts = new SaslFacts(1) { Secret = SecretKind.Token } }] });

        link.Finish();
        Assert.Equal([false, true], secrets.Queries.Select(static query => query.Rejected is not null));
        Assert.Equal([("stale", SecretVerdict.Rejected), ("fresh", SecretVerdict.Accepted)], secrets.Verdicts);
    }

    [Fact]
    public async Task A_source_whose_second_token_is_rejected_hears_of_it_and_is_not_asked_again()
    {
        var secrets = new FakeSecrets("stale", "stale too", "never asked for");
        var link = new ScriptedLink(ScriptLine.Parse(Hello + "C: AUTH TEST aGVsbG8=\nS: 535 expired\nC: AUTH TEST aGVsbG8=\nS: 535 no"), int.MaxValue);
        var context = Account() with { Secrets = secrets, Mechanisms = [Test with { Facts = new SaslFacts(1) { Secret = SecretKind.Token } }] };

        await Assert.ThrowsAsync<MailException>(() => AuthenticateAsync(link, context));

        link.Finish();
        Assert.Equal([("stale", SecretVerdict.Rejected), ("stale too", SecretVerdict.Rejected)], secrets.Verdicts);
    }

    [Fact]
    public async Task A_source_that_gives_the_same_token_again_is_not_believed()
    {
        var link = new ScriptedLink(ScriptLine.Parse(Hello + "C: AUTH TEST aGVsbG8=\nS: 535 expired"), int.MaxValue);
        var context = Account() with { Secrets = new FakeSecrets("stale", "stale"), Mechanisms = [Test with { Facts = new SaslFacts(1) { Secret = SecretKind.Token } }] };

        var failure = await Assert.ThrowsAsync<MailException>(() => AuthenticateAsync(link, context));

        link.Finish();
        Assert.Equal(535, failure.Reply?.Code);
    }

    [Fact]
    public async Task What_a_mechanism_needs_is_looked_for_before_it_is_begun()
    {
        var noUser = Account() with { Account = new Account(Some.Settings(static set => set.Set(CommonSettings.Auth, AuthChoice.Named("TEST")))) };

        Assert.Equal("authentication method TEST needs a user name", await MissingAsync(noUser with { Mechanisms = [Test] }));
        Assert.Equal("authentication method TEST needs a password", await MissingAsync(Account() with { Mechanisms = [Test] }));
    }

    [Fact]
    public async Task A_mechanism_without_needs_gets_nothing()
    {
        var secrets = new FakeSecrets("unneeded");
        var mechanism = Test with { Facts = new SaslFacts(1) { NeedsUser = false, Secret = null } };
        var link = new ScriptedLink(ScriptLine.Parse(Hello + "C: AUTH TEST aGVsbG8=\nS: 235 ok"), int.MaxValue);

        await AuthenticateAsync(link, Account() with { Secrets = secrets, Mechanisms = [mechanism] });

        link.Finish();
        Assert.Empty(secrets.Queries);
    }

    [Fact]
    public async Task A_server_that_authenticates_nobody_is_left_with_QUIT()
    {
        var link = new ScriptedLink(ScriptLine.Parse("S: 220 mx\nC: EHLO localhost\nS: 250 mx\nC: QUIT"), int.MaxValue);

        var failure = await Assert.ThrowsAsync<MailException>(() => AuthenticateAsync(link, Account() with { Mechanisms = [Test] }));

        link.Finish();
        Assert.Equal((ExitCode.Unavailable, "the server does not support authentication"), (failure.ExitCode, failure.Message));
    }

    static PluginContext Account() => Some.Context(static set => set
        .Set(CommonSettings.Auth, AuthChoice.Named("TEST"))
        .Set(CommonSettings.User, "joe"));

    static async Task<string> MissingAsync(PluginContext context)
    {
        var link = new ScriptedLink(ScriptLine.Parse(Hello), int.MaxValue);
        var failure = await Assert.ThrowsAsync<MailException>(() => AuthenticateAsync(link, context));
        link.Finish();
        Assert.Equal(ExitCode.Unavailable, failure.ExitCode);
        return failure.Message;
    }

    static async Task AuthenticateAsync(ScriptedLink link, PluginContext context)
    {
        await using var session = await SmtpSession.BeginAsync(link, Some.Connector, context, null, Some.Token);
        await session.AuthenticateAsync(Some.Token);
    }
}
