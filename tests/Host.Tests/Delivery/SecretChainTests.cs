using Msmtp.Hosting;
using NSubstitute;

namespace Msmtp.Host.Tests.Delivery;

public sealed class SecretChainTests
{
    static readonly SecretQuery Query = new(SecretKind.Password) { Host = "h", User = "u" };
    static readonly Settings WithAuth = Settings.Empty.With(CommonSettings.Auth, AuthChoice.Automatic).With(CommonSettings.Host, "h").With(CommonSettings.User, "u");

    readonly ISecretSource early = Substitute.For<ISecretSource>();
    readonly ISecretSource late = Substitute.For<ISecretSource>();

    [Fact]
    public async Task The_password_of_the_account_comes_first()
    {
        var password = Secret.FromText("own");
        using var chain = Chain(WithAuth.With(CommonSettings.Password, password));
        Answers(early, "early");

        Assert.Null(await chain.AskEarlyAsync(Token));
        Assert.Same(password, await chain.FindAsync(Query, Token));
        await early.DidNotReceiveWithAnyArgs().FindAsync(default!, Token);
    }

    [Fact]
    public async Task Early_sources_are_asked_once_and_before_the_others()
    {
        using var chain = Chain(WithAuth);
        Answers(early, "early");

        var found = await chain.AskEarlyAsync(Token);

        Assert.Same(found, await chain.FindAsync(Query, Token));
        await early.Received(1).FindAsync(Query, Arg.Any<CancellationToken>());
        await late.DidNotReceiveWithAnyArgs().FindAsync(default!, Token);
    }

    [Fact]
    public async Task Nobody_is_asked_early_where_nobody_authenticates()
    {
        using var chain = Chain(Settings.Empty);

        Assert.Null(await chain.AskEarlyAsync(Token));

        await early.DidNotReceiveWithAnyArgs().FindAsync(default!, Token);
    }

    [Fact]
    public async Task Sources_are_asked_by_rank_until_one_answers()
    {
        using var chain = Chain(WithAuth);
        Answers(late, "late");

        var found = await chain.FindAsync(Query, Token);

        Assert.Equal("late"u8, found!.Reveal());
        await early.Received(1).FindAsync(Query, Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Only_the_source_that_answered_hears_what_came_of_it()
    {
        using var chain = Chain(WithAuth);
        Answers(late, "late");
        var found = await chain.FindAsync(Query, Token);

        await chain.LearnAsync(Query, found!, SecretVerdict.Accepted, Token);

        await late.Received(1).LearnAsync(Query, found!, SecretVerdict.Accepted, Arg.Any<CancellationToken>());
        await early.DidNotReceiveWithAnyArgs().LearnAsync(default!, default!, default, Token);
    }

    [Fact]
    public async Task What_was_found_is_zeroed_in_the_end_and_the_accounts_own_password_is_not()
    {
        var password = Secret.FromText("own");
        var chain = Chain(WithAuth.With(CommonSettings.Password, password));
        Answers(late, "late");
        var passphrase = await chain.FindAsync(new SecretQuery(SecretKind.KeyPassphrase), Token);

        chain.Dispose();

        Assert.Throws<ObjectDisposedException>(() => passphrase!.Reveal().Length);
        Assert.Equal("own"u8, password.Reveal());
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static void Answers(ISecretSource source, string secret) =>
        source.FindAsync(Arg.Any<SecretQuery>(), Arg.Any<CancellationToken>()).Returns(_ => Secret.FromText(secret));

    SecretChain Chain(Settings settings)
    {
        var host = new FakeHost(registry => registry
            .AddSecretSource("late", new SecretFacts(SecretFacts.Netrc), _ => late)
            .AddSecretSource("early", new SecretFacts(SecretFacts.Command) { IsAskedEarly = true }, _ => early));
        return new SecretChain(host.Plugins, host.Context(settings));
    }
}
