using Msmtp.Hosting;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Msmtp.Host.Tests.Delivery;

public sealed class SecretChainTests
{
    static readonly SecretQuery Query = new(SecretKind.Password) { Host = "h", User = "u" };
    static readonly AccountSettings WithAuth = AccountSettings.Empty.With(CommonSettings.Auth, AuthChoice.Automatic).With(CommonSettings.Host, "h").With(CommonSettings.User, "u");

    readonly ISecretSource early = Substitute.For<ISecretSource>();
    readonly ISecretSource late = Substitute.For<ISecretSource>();
    readonly ISecretSource keeper = Substitute.For<ISecretSource>();
    readonly ISecretSource person = Substitute.For<ISecretSource>();
    IReadOnlyList<HostNotice> notices = [];

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
        using var chain = Chain(AccountSettings.Empty);

        Assert.Null(await chain.AskEarlyAsync(Token));

        await early.DidNotReceiveWithAnyArgs().FindAsync(default!, Token);
    }

    // A password from the defaults, say, whose command asks a person.
    [Fact]
    public async Task Nobody_is_asked_early_for_the_password_of_an_account_that_signs_in_with_tokens()
    {
        var host = new FakeHost(registry => registry
            .AddSasl(new SaslMechanism("TOKEN", new SaslFacts(1) { Secret = SecretKind.Token }, static _ => throw new NotSupportedException()))
            .AddSaslPreference(static _ => ["TOKEN"])
            .AddSecretSource("early", new SecretFacts(SecretFacts.Command) { IsAskedBeforeConnecting = true }, _ => early));
        using var chain = new SecretChain(host.Plugins, host.Context(WithAuth));
        Answers(early, "early");

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

        await chain.ReportAsync(Query, found!, SecretVerdict.Accepted, Token);

        await late.Received(1).ReportAsync(Query, found!, SecretVerdict.Accepted, Arg.Any<CancellationToken>());
        await early.DidNotReceiveWithAnyArgs().ReportAsync(default!, default!, default, Token);
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

    [Fact]
    public async Task What_the_server_has_accepted_is_zeroed_at_once()
    {
        using var chain = Chain(WithAuth);
        Answers(early, "early");
        var found = await chain.AskEarlyAsync(Token);

        await chain.ReportAsync(Query, found!, SecretVerdict.Accepted, Token);

        Assert.Throws<ObjectDisposedException>(() => found!.Reveal().Length);
        var next = await chain.FindAsync(Query, Token);
        Assert.Equal("early"u8, next!.Reveal());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_accounts_own_password_is_zeroed_where_the_account_is_used_once(bool once)
    {
        var password = Secret.FromText("own");
        using var chain = Chain(WithAuth.With(CommonSettings.Password, password), once);

        await chain.ReportAsync(Query, (await chain.FindAsync(Query, Token))!, SecretVerdict.Accepted, Token);

        if (once)
            Assert.Throws<ObjectDisposedException>(() => password.Reveal().Length);
        else
            Assert.Equal("own"u8, password.Reveal());
    }

    [Fact]
    public async Task After_a_refusal_the_early_sources_are_asked_once_more()
    {
        using var chain = Chain(WithAuth);
        Answers(early, "early");
        var refused = await chain.AskEarlyAsync(Token);
        var again = Query with { Rejected = refused };

        var fresh = await chain.FindAsync(again, Token);

        Assert.Equal("early"u8, fresh!.Reveal());
        await early.Received(1).FindAsync(again, Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Another_kind_of_secret_is_asked_of_the_early_sources_too()
    {
        var passphrase = new SecretQuery(SecretKind.KeyPassphrase);
        using var chain = Chain(WithAuth);
        Answers(early, "early");
        await chain.AskEarlyAsync(Token);

        await chain.FindAsync(passphrase, Token);

        await early.Received(1).FindAsync(passphrase, Arg.Any<CancellationToken>());
    }

    [Theory]
    [InlineData(SecretVerdict.Accepted)]
    [InlineData(SecretVerdict.Rejected)]
    public async Task What_a_person_has_typed_is_told_to_those_who_keep_it_once_it_is_right(SecretVerdict verdict)
    {
        using var chain = Chain(WithAuth);
        Answers(person, "typed");
        var typed = await chain.FindAsync(Query, Token);

        await chain.ReportAsync(Query, typed!, verdict, Token);

        await keeper.Received(verdict == SecretVerdict.Accepted ? 1 : 0).ReportAsync(Query, typed!, verdict, Arg.Any<CancellationToken>());
        await late.DidNotReceiveWithAnyArgs().ReportAsync(default!, default!, default, Token);
    }

    [Fact]
    public async Task A_source_that_breaks_the_contract_is_named_and_the_next_is_asked()
    {
        using var chain = Chain(WithAuth);
        late.FindAsync(Arg.Any<SecretQuery>(), Arg.Any<CancellationToken>()).ThrowsAsync(new FormatException("no such thing"));
        Answers(person, "typed");

        var found = await chain.FindAsync(Query, Token);

        Assert.Equal("typed"u8, found!.Reveal());
        Assert.Equal(["the secret source late failed: no such thing"], notices.Select(static notice => notice.Message));
    }

    // HttpClient says so when its own time is over.
    [Fact]
    public async Task One_that_gives_up_by_itself_is_no_caller_who_does()
    {
        using var chain = Chain(WithAuth);
        late.FindAsync(Arg.Any<SecretQuery>(), Arg.Any<CancellationToken>()).ThrowsAsync(new TaskCanceledException("too slow"));
        Answers(person, "typed");
        person.ReportAsync(default!, default!, default, Token).ReturnsForAnyArgs(static _ => throw new TaskCanceledException("too slow as well"));

        var found = await chain.FindAsync(Query, Token);
        Assert.Equal("typed"u8, found!.Reveal());
        await chain.ReportAsync(Query, found, SecretVerdict.Rejected, Token);

        Assert.Equal(
            ["the secret source late failed: too slow", "the secret source terminal failed: too slow as well"],
            notices.Select(static notice => notice.Message));
    }

    [Fact]
    public async Task A_source_that_was_told_to_know_and_fails_ends_it()
    {
        using var chain = Chain(WithAuth);
        var failure = new MailException(ExitCode.Software, DeliveryStage.Configure, "the vault is sealed");
        late.FindAsync(Arg.Any<SecretQuery>(), Arg.Any<CancellationToken>()).ThrowsAsync(failure);

        Assert.Same(failure, await Assert.ThrowsAsync<MailException>(() => chain.FindAsync(Query, Token).AsTask()));

        await person.DidNotReceiveWithAnyArgs().FindAsync(default!, Token);
    }

    [Fact]
    public async Task A_source_that_cannot_be_made_is_named()
    {
        var host = new FakeHost(registry => registry
            .AddSecretSource("broken", new SecretFacts(SecretFacts.Netrc), _ => throw new FormatException("no such thing")));
        using var chain = new SecretChain(host.Plugins, host.Context(WithAuth));

        Assert.Null(await chain.FindAsync(Query, Token));

        Assert.Equal(["the secret source broken failed: no such thing"], host.Notices.Select(static notice => notice.Message));
    }

    [Fact]
    public async Task Where_the_user_is_wanted_those_who_may_know_him_are_asked_and_nobody_else()
    {
        var wanted = Query with { User = null, WantsUser = true };
        using var chain = Chain(WithAuth.With(CommonSettings.Password, Secret.FromText("own")));
        keeper.FindAsync(wanted, Arg.Any<CancellationToken>()).Returns(_ => new Secret("kept"u8.ToArray()) { User = "joe" });

        var found = await chain.FindAsync(wanted, Token);

        Assert.Equal("joe", found?.User);
        await early.DidNotReceiveWithAnyArgs().FindAsync(default!, Token);
        await person.DidNotReceiveWithAnyArgs().FindAsync(default!, Token);
    }

    [Fact]
    public async Task Where_the_user_is_wanted_an_answer_without_one_is_none()
    {
        using var chain = Chain(WithAuth);
        Answers(keeper, "whose?");

        Assert.Null(await chain.FindAsync(Query with { User = null, WantsUser = true }, Token));
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(60, 1)]
    public async Task An_early_answer_that_has_expired_is_not_used(int seconds, int asked)
    {
        using var chain = Chain(WithAuth);
        early.FindAsync(Arg.Any<SecretQuery>(), Arg.Any<CancellationToken>())
            .Returns(_ => new Secret("early"u8.ToArray()) { ExpiresAt = TimeProvider.System.GetUtcNow().AddSeconds(seconds) });
        await chain.AskEarlyAsync(Token);

        await chain.FindAsync(Query, Token);

        await early.Received(asked).FindAsync(Query, Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task A_store_that_fails_is_told_and_does_not_stop_the_mail()
    {
        using var chain = Chain(WithAuth);
        Answers(late, "late");
        late.ReportAsync(default!, default!, default, Token).ReturnsForAnyArgs(
            _ => throw new MailException(ExitCode.Config, DeliveryStage.Configure, "the store is full"),
            _ => throw new FormatException("no such thing"));
        var found = await chain.FindAsync(Query, Token);

        await chain.ReportAsync(Query, found!, SecretVerdict.Rejected, Token);
        await chain.ReportAsync(Query, found!, SecretVerdict.Rejected, Token);

        Assert.Equal(["the store is full", "the secret source late failed: no such thing"], notices.Select(static notice => notice.Message));
    }

    [Fact]
    public async Task A_source_is_told_when_the_mail_is_done()
    {
        var chain = Chain(WithAuth);
        await chain.FindAsync(Query, Token);

        chain.Dispose();

        late.Received(1).Forget();
    }

    static readonly SecretQuery TokenQuery = new(SecretKind.Token) { Host = "h", User = "u" };

    [Fact]
    public async Task A_source_that_has_one_kind_of_secret_is_asked_for_no_other()
    {
        using var chain = ChainWithTokens(WithAuth);
        Answers(early, "token");

        Assert.Null(await chain.FindAsync(Query, Token));
        Assert.Null(await chain.AskEarlyAsync(Token));
        await early.DidNotReceiveWithAnyArgs().FindAsync(default!, Token);

        var found = await chain.FindAsync(TokenQuery, Token);
        Assert.Equal("token"u8, found!.Reveal());
    }

    [Fact]
    public async Task A_token_comes_from_its_own_source_before_any_password()
    {
        using var chain = ChainWithTokens(WithAuth.With(CommonSettings.Password, Secret.FromText("own")));
        Answers(early, "token");
        Answers(late, "late");

        var token = await chain.FindAsync(TokenQuery, Token);
        var password = await chain.FindAsync(Query, Token);

        Assert.Equal("token"u8, token!.Reveal());
        Assert.Equal("own"u8, password!.Reveal());
    }

    [Fact]
    public async Task A_token_that_was_asked_for_early_is_asked_for_once_and_is_no_password()
    {
        using var chain = ChainWithTokens(WithAuth);
        Answers(early, "token");

        await chain.AskTokenEarlyAsync(Token);

        var found = await chain.FindAsync(TokenQuery, Token);
        Assert.Equal("token"u8, found!.Reveal());
        Assert.Null(await chain.FindAsync(Query, Token));
        await early.Received(1).FindAsync(TokenQuery, Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task A_token_that_was_refused_is_asked_for_again()
    {
        using var chain = ChainWithTokens(WithAuth);
        Answers(early, "token");
        await chain.AskTokenEarlyAsync(Token);
        var refused = await chain.FindAsync(TokenQuery, Token);

        await chain.FindAsync(TokenQuery with { Rejected = refused }, Token);

        await early.Received(1).FindAsync(Arg.Is<SecretQuery>(static query => query.Rejected != null), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task No_token_is_asked_for_early_where_a_password_logs_in()
    {
        using var chain = ChainWithTokens(WithAuth, prefersTokens: false);

        await chain.AskTokenEarlyAsync(Token);

        await early.DidNotReceiveWithAnyArgs().FindAsync(default!, Token);
    }

    SecretChain ChainWithTokens(AccountSettings settings, bool prefersTokens = true)
    {
        var host = new FakeHost(registry => registry
            .AddSasl(new SaslMechanism("TOKEN", new SaslFacts(1) { Secret = SecretKind.Token }, static _ => throw new NotSupportedException()))
            .AddSaslPreference(_ => prefersTokens ? ["TOKEN"] : null)
            .AddSecretSource("late", new SecretFacts(SecretFacts.Netrc), _ => late)
            .AddSecretSource(
                "tokens", new SecretFacts(SecretFacts.SignIn) { Kind = SecretKind.Token, IsAskedBeforeConnecting = true }, _ => early));
        return new SecretChain(host.Plugins, host.Context(settings));
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    static void Answers(ISecretSource source, string secret) =>
        source.FindAsync(Arg.Any<SecretQuery>(), Arg.Any<CancellationToken>()).Returns(_ => Secret.FromText(secret));

    SecretChain Chain(AccountSettings settings, bool once = false)
    {
        var host = new FakeHost(registry => registry
            .AddSecretSource("late", new SecretFacts(SecretFacts.Netrc), _ => late)
            .AddSecretSource("terminal", new SecretFacts(Rank: 350) { AsksPerson = true }, _ => person)
            .AddSecretSource("keeper", new SecretFacts(SecretFacts.CredentialHelper) { StoresTypedSecrets = true, KnowsUsers = true }, _ => keeper)
            .AddSecretSource("early", new SecretFacts(SecretFacts.Command) { IsAskedBeforeConnecting = true }, _ => early));
        notices = host.Notices;
        return new SecretChain(host.Plugins, host.Context(settings)) { UsesAccountOnce = once };
    }
}
