using Msmtp.Secrets.OAuth.Store;
using Msmtp.Secrets.OAuth.Tests.Support;
using Msmtp.Testing;
using Msmtp.Text;
using NSubstitute;

namespace Msmtp.Secrets.OAuth.Tests;

public sealed class OAuthSourceTests : IDisposable
{
    const string Applications = "host mail.example.org\noauth application\noauth_scope \"mail send\"\nuser joe@example.org";

    static readonly SecretQuery Query = new(SecretKind.Token) { Host = "mail.example.org", User = "joe@example.org" };

    readonly Home home = new();
    readonly ITokenProvider provider = Substitute.For<ITokenProvider>();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => home.Dispose();

    [Fact]
    public void It_is_asked_for_tokens_only_and_before_connecting()
    {
        var source = Assert.Single(new PluginUnderTest(new OAuthPlugin()).All<SecretSourceRegistration>());

        Assert.Equal("oauth", source.Name);
        Assert.Equal(
            new SecretFacts(SecretFacts.SignIn) { Kind = SecretKind.Token, KnowsUsers = true, IsAskedBeforeConnecting = true },
            source.Facts);
    }

    [Theory]
    [InlineData("host mail.example.org\nuser joe@example.org")]
    [InlineData("host mail.example.org\nuser joe@example.org\noauth off")]
    public async Task An_account_without_it_is_left_to_others(string msmtprc)
    {
        Assert.Null(await new OAuthSource(home.Context(msmtprc)).FindAsync(Query, Token));
        Assert.Empty(Directory.GetFileSystemEntries(home.Path));
    }

    [Fact]
    public async Task An_account_that_uses_it_and_has_not_signed_in_is_an_error()
    {
        var source = new OAuthSource(home.Context("host mail.example.org\noauth google\nuser joe@example.org"));

        var failure = await Assert.ThrowsAsync<MailException>(async () => await source.FindAsync(Query, Token));

        Assert.Equal(ExitCode.NoPerm, failure.ExitCode);
    }

    [Fact]
    public async Task An_application_brings_its_own_token()
    {
        using var rejected = Secret.FromText("old");
        using var token = Secret.FromText("from elsewhere");
        TokenRequest? asked = null;
        provider.GetTokenAsync(Arg.Do<TokenRequest>(request => asked = request), Token).Returns(token);

        var found = await Source(provider).FindAsync(Query with { Rejected = rejected }, Token);

        Assert.Same(token, found);
        Assert.Equal(("mail.example.org", "joe@example.org"), (asked?.Host, asked?.User));
        Assert.Equal(["mail", "send"], asked?.Scopes);
        Assert.Same(rejected, asked?.Rejected);
        Assert.Equal("work", asked?.Account.Name);
    }

    [Fact]
    public async Task The_token_goes_to_no_other_host_and_to_no_other_user()
    {
        Assert.Null(await Source(provider).FindAsync(Query with { Host = "mail.example.com" }, Token));
        Assert.Null(await Source(provider).FindAsync(Query with { User = "ann@example.org" }, Token));
        Assert.Empty(provider.ReceivedCalls());
    }

    [Fact]
    public async Task Who_brings_none_learns_what_to_register()
    {
        var failure = await Assert.ThrowsAsync<MailException>(async () => await Source(null).FindAsync(Query, Token));

        Assert.Equal((ExitCode.Config, DeliveryStage.Configure), (failure.ExitCode, failure.Stage));
        Assert.Contains("Msmtp.ITokenProvider", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_the_command_there_is_no_application()
    {
        var source = new OAuthSource(home.Context(Applications));

        var failure = await Assert.ThrowsAsync<MailException>(async () => await source.FindAsync(Query, Token));

        Assert.Equal(ExitCode.Config, failure.ExitCode);
        Assert.Contains("msmtp --authorize", failure.Advice, StringComparison.Ordinal);
    }

    OAuthSource Source(ITokenProvider? registered)
    {
        var services = Substitute.For<IServiceProvider>();
        services.GetService(typeof(ITokenProvider)).Returns(registered);
        return new OAuthSource(home.Context(Applications) with { Services = services });
    }
}

/// <summary>A sign-in that is still good, held to the contract of a secret source. There is no network.</summary>
public sealed class OAuthSourceConformance : SecretSourceConformance, IDisposable
{
    readonly Home home = new();

    public OAuthSourceConformance()
    {
        using var signIn = new StoredSignIn
        {
            ClientId = "c",
            Scope = "https://mail.google.com/",
            AccessToken = Msmtp.Secret.FromText(Secret),
            RefreshToken = Msmtp.Secret.FromText("refresh"),
            SignedInAt = home.Time.GetUtcNow(),
        };
        var storing = home.Store(Msmtprc).StoreAsync(signIn, Token);
        Assert.True(storing.IsCompletedSuccessfully);
    }

    protected override IPlugin Plugin => new OAuthPlugin();

    protected override string Msmtprc => "host mail.example.org\noauth google\noauth_client_id c\nuser joe@example.org";

    protected override string Secret => "s3cret-token";

    protected override SecretQuery Known => new(SecretKind.Token) { Host = "mail.example.org", User = "joe@example.org" };

    // Whoever names nobody means the account.
    protected override IEnumerable<SecretQuery> Unknown =>
        base.Unknown.Where(static query => query is { Host: not null, User: not null }).Append(Known with { Kind = SecretKind.Password });

    public void Dispose() => home.Dispose();

    protected override PluginContext Context(string msmtprc) => home.Context(msmtprc);
}
