using Msmtp.Secrets.OAuth.Renewal;
using Msmtp.Secrets.OAuth.Tests.Support;
using Msmtp.Secrets.OAuth.Tokens;
using Msmtp.Text;

namespace Msmtp.Secrets.OAuth.Tests.Renewal;

/// <summary>The tokens of applications and service accounts, which need nobody to sign in.</summary>
public sealed class ApplicationTokensTests : IDisposable
{
    const string Application = "oauth https://id.example.org\noauth_client_id c\noauth_flow app\noauth_scope mail\nuser joe@example.org";
    const string Service = "oauth google\noauth_service_account s.json\nuser joe@example.org";

    readonly Home home = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => home.Dispose();

    [Theory]
    [InlineData(Application)]
    [InlineData(Service)]
    public async Task The_token_is_fetched_when_it_is_needed_and_kept(string msmtprc)
    {
        var provider = new FakeRequests();

        using (var token = await Tokens(provider, msmtprc).GetAsync(null, Token))
        {
            Assert.Equal(("access-1", "joe@example.org"), (OctetText.Decode(token.Reveal()), token.User));
            Assert.Equal(home.Time.GetUtcNow().AddHours(1), token.ExpiresAt);
        }
        Assert.Equal("access-1", await GetAsync(provider, msmtprc));

        Assert.Equal(1, provider.Requests);
        using var kept = await home.Store(msmtprc).FindAsync(Token);
        Assert.Null(kept?.RefreshToken);
    }

    [Fact]
    public async Task A_refresh_token_that_nobody_needs_is_neither_kept_nor_left_in_memory()
    {
        var provider = new FakeRequests { NeedlessRefreshToken = Secret.FromText("refresh") };

        Assert.Equal("access-1", await GetAsync(provider));

        Assert.Throws<ObjectDisposedException>(() => provider.NeedlessRefreshToken.Reveal().Length);
        using var kept = await home.Store(Application).FindAsync(Token);
        Assert.Null(kept?.RefreshToken);
    }

    [Fact]
    public async Task Another_is_fetched_when_it_is_about_to_expire()
    {
        var provider = new FakeRequests();
        await GetAsync(provider);
        home.Time.Advance(TimeSpan.FromSeconds(3600 - 59));

        Assert.Equal("access-2", await GetAsync(provider));
    }

    [Fact]
    public async Task And_when_the_server_refuses_it()
    {
        var provider = new FakeRequests();
        await GetAsync(provider);

        Assert.Equal("access-2", await GetAsync(provider, rejected: "access-1"));
        Assert.Equal("access-2", await GetAsync(provider, rejected: "access-1"));
        Assert.Equal(2, provider.Requests);
    }

    [Theory]
    [InlineData("oauth_client_id c", "oauth_client_id d")]
    [InlineData("oauth_scope mail", "oauth_scope send")]
    public async Task And_when_the_settings_want_a_different_one(string before, string after)
    {
        var provider = new FakeRequests();
        await GetAsync(provider);

        Assert.Equal("access-2", await GetAsync(provider, Application.Replace(before, after, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Whatever_scope_the_provider_names_was_asked_for()
    {
        var provider = new FakeRequests { Scope = "https://id.example.org/Mail.Send" };
        await GetAsync(provider);

        Assert.Equal("access-1", await GetAsync(provider));
    }

    [Fact]
    public async Task A_refusal_is_about_the_configuration()
    {
        var failure = await Assert.ThrowsAsync<MailException>(
            () => GetAsync(new FakeRequests { Failure = new TokenRefusal("unauthorized_client", null) }));

        Assert.Equal((ExitCode.Config, DeliveryStage.Configure), (failure.ExitCode, failure.Stage));
    }

    [Fact]
    public async Task A_full_disk_stops_no_mail()
    {
        home.Around = static store => new FullStore(store, static () => true);

        Assert.Equal("access-1", await GetAsync(new FakeRequests()));
        Assert.Contains("no space left on device", Assert.Single(home.Notices).Message, StringComparison.Ordinal);
    }

    AccessTokens Tokens(FakeRequests provider, string msmtprc)
    {
        var context = home.Context(msmtprc);
        return new AccessTokens(context, Home.SettingsOf(context), provider);
    }

    async Task<string> GetAsync(FakeRequests provider, string msmtprc = Application, string? rejected = null)
    {
        using var refused = rejected is null ? null : Secret.FromText(rejected);
        using var token = await Tokens(provider, msmtprc).GetAsync(refused, Token);
        return OctetText.Decode(token.Reveal());
    }
}
