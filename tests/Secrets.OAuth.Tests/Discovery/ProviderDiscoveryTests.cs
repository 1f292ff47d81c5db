using Msmtp.Secrets.OAuth.Discovery;
using Msmtp.Secrets.OAuth.Http;
using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.Settings;
using Msmtp.Secrets.OAuth.Tests.Support;
using Msmtp.TestKit;

namespace Msmtp.Secrets.OAuth.Tests.Discovery;

public sealed class ProviderDiscoveryTests : IDisposable
{
    const string OpenId = "/.well-known/openid-configuration";
    const string OAuth = "/.well-known/oauth-authorization-server";

    const string TokenUrl = "https://b.example.org/t";

    readonly Home home = new();
    readonly Dictionary<string, string> pages = [];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => home.Dispose();

    [Theory]
    [InlineData(IoMode.Blocking)]
    [InlineData(IoMode.Asynchronous)]
    public async Task What_a_provider_says_about_itself_is_read(IoMode io)
    {
        await using var web = Web();
        pages[OpenId] = WebServer.Json(200, $$"""
            {"issuer":"{{web.Origin}}","authorization_endpoint":"https://a.example.org/auth?x=1",
             "token_endpoint":"https://a.example.org/token",
             "device_authorization_endpoint":"https://a.example.org/device","revocation_endpoint":"https://a.example.org/revoke",
             "registration_endpoint":"https://a.example.org/register","authorization_response_iss_parameter_supported":true,
             "token_endpoint_auth_methods_supported":["none","client_secret_post"],
             "jwks_uri":"https://a.example.org/keys","nested":{"issuer":"other"} }
            """);

        var finding = FindAsync(web, $"oauth {web.Origin}", io);

        Assert.True(io == IoMode.Asynchronous || finding.IsCompleted);
        var provider = await finding;
        Assert.Equal(web.Origin, provider.Name);
        Assert.Equal(web.Origin, provider.Issuer);
        Assert.Equal("https://a.example.org/auth?x=1", provider.AuthorizationEndpoint?.AbsoluteUri);
        Assert.Equal("https://a.example.org/token", provider.TokenEndpoint?.AbsoluteUri);
        Assert.Equal("https://a.example.org/device", provider.DeviceEndpoint?.AbsoluteUri);
        Assert.Equal("https://a.example.org/revoke", provider.RevocationEndpoint?.AbsoluteUri);
        Assert.Equal("https://a.example.org/register", provider.RegistrationEndpoint?.AbsoluteUri);
        Assert.True(provider.SendsIssuer);
        Assert.Equal(["none", "client_secret_post"], provider.AuthenticationMethods);
        Assert.StartsWith($"GET {OpenId} HTTP/1.1\r\n", Assert.Single(web.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Little_is_enough()
    {
        await using var web = Web();
        pages[OpenId] = Metadata(web.Origin);

        var provider = await FindAsync(web, $"oauth {web.Origin}");

        Assert.Equal("https://a.example.org/token", provider.TokenEndpoint?.AbsoluteUri);
        Assert.Null(provider.AuthorizationEndpoint);
        Assert.Null(provider.DeviceEndpoint);
        Assert.False(provider.SendsIssuer);
        Assert.Empty(provider.AuthenticationMethods);
    }

    [Theory]
    [InlineData("", OpenId, OAuth)]
    [InlineData("/", OpenId, OAuth)]
    [InlineData("/realms/mail", "/realms/mail" + OpenId, OAuth + "/realms/mail")]
    [InlineData("/realms/mail/", "/realms/mail" + OpenId, OAuth + "/realms/mail")]
    public async Task It_is_looked_for_where_OpenID_has_it_and_then_where_RFC_8414_has_it(string path, string first, string second)
    {
        await using var web = Web();
        pages[second] = Metadata(web.Origin + path);

        var provider = await FindAsync(web, $"oauth {web.Origin}{path}");

        Assert.Equal("https://a.example.org/token", provider.TokenEndpoint?.AbsoluteUri);
        Assert.Equal([first, second], Paths(web));
    }

    [Fact]
    public async Task A_page_for_every_path_is_not_metadata()
    {
        await using var web = Web();
        pages[OpenId] = WebServer.Json(200, "<html>Welcome!</html>");
        pages[OAuth] = Metadata(web.Origin);

        Assert.NotNull((await FindAsync(web, $"oauth {web.Origin}")).TokenEndpoint);
    }

    // To a page to log in at, say.
    [Fact]
    public async Task A_redirect_says_that_there_is_nothing_and_is_not_followed()
    {
        await using var web = Web();
        pages[OpenId] = "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n";
        pages["/elsewhere"] = WebServer.Json(200, "{}");
        pages[OAuth] = Metadata(web.Origin);

        Assert.NotNull((await FindAsync(web, $"oauth {web.Origin}")).TokenEndpoint);
        Assert.Equal([OpenId, OAuth], Paths(web));
    }

    [Fact]
    public async Task Whoever_has_none_is_no_provider()
    {
        await using var web = Web();

        var failure = await FailureAsync(web, $"oauth {web.Origin}");

        Assert.Equal(
            $"oauth {web.Origin}: the provider does not tell its endpoints, neither at {web.Origin}{OpenId} nor at {web.Origin}{OAuth}",
            failure.Message);
        Assert.Contains("oauth_token_url", failure.Advice, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Config, failure.ExitCode);
        Assert.Equal(DeliveryStage.Configure, failure.Stage);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Whoever_has_no_time_is_asked_again_later(int status)
    {
        await using var web = Web();
        pages[OpenId] = WebServer.Json(status, "{}");

        var failure = await FailureAsync(web, $"oauth {web.Origin}");

        Assert.Equal($"localhost answered with {status}", failure.Message);
        Assert.Equal(ExitCode.TempFail, failure.ExitCode);
        Assert.True(failure.Failure.IsTemporary);
        Assert.Single(web.Requests);
    }

    [Theory]
    [InlineData("""{"issuer":"https://evil.example","token_endpoint":"https://evil.example.org/"}""", "it is that of https://evil.example")]
    [InlineData("""{"issuer":"https://LOCALHOST","token_endpoint":"https://a.example.org/token"}""", "it is that of https://LOCALHOST")]
    [InlineData("""{"token_endpoint":"https://a.example.org/token"}""", "it is that of no issuer")]
    [InlineData("""{"issuer":"ORIGIN"}""", "it has no token_endpoint")]
    [InlineData("""{"issuer":"ORIGIN","token_endpoint":"http://a.example.org/token"}""", "its token_endpoint is not an https URL")]
    [InlineData("""{"issuer":"ORIGIN","token_endpoint":"/token"}""", "its token_endpoint is not an https URL")]
    [InlineData("""{"issuer":"ORIGIN","token_endpoint":"https://joe@a.example.org/token"}""", "its token_endpoint is not an https URL")]
    [InlineData(
        """{"issuer":"ORIGIN","token_endpoint":"https://a.example.org/token","authorization_endpoint":"javascript:alert(1)"}""",
        "its authorization_endpoint is not an https URL")]
    [InlineData(
        """{"issuer":"ORIGIN","token_endpoint":"https://a.example.org/token","revocation_endpoint":"http://a.example.org/"}""",
        "its revocation_endpoint is not an https URL")]
    public async Task Metadata_of_somebody_else_or_without_TLS_is_refused(string json, string expected)
    {
        await using var web = Web();
        pages[OpenId] = WebServer.Json(200, json.Replace("ORIGIN", web.Origin, StringComparison.Ordinal));

        var failure = await FailureAsync(web, $"oauth {web.Origin}");

        Assert.Equal(
            $"oauth {web.Origin}: the metadata at {web.Origin}{OpenId} is not its own, or cannot be used: {expected}", failure.Message);
        Assert.Equal(ExitCode.Config, failure.ExitCode);
    }

    [Theory]
    [InlineData("", "/")]
    [InlineData("/", "")]
    [InlineData("/a", "/a/")]
    public async Task A_slash_at_the_end_makes_no_difference_and_the_providers_own_spelling_counts(string written, string own)
    {
        await using var web = Web();
        pages[written.TrimEnd('/') + OpenId] = Metadata(web.Origin + own);

        var provider = await FindAsync(web, $"oauth {web.Origin}{written}");

        Assert.Equal(web.Origin + own, provider.Issuer);
        Assert.Equal(web.Origin + written, provider.Name);
    }

    [Fact]
    public async Task It_is_fetched_once_a_day()
    {
        await using var web = Web();
        pages[OpenId] = Metadata(web.Origin);

        await FindAsync(web, $"oauth {web.Origin}");
        home.Time.Advance(TimeSpan.FromHours(23));
        var provider = await FindAsync(web, $"oauth {web.Origin}");
        Assert.Single(web.Requests);
        home.Time.Advance(TimeSpan.FromHours(1));
        await FindAsync(web, $"oauth {web.Origin}");

        Assert.Equal(2, web.Requests.Count);
        Assert.Equal("https://a.example.org/token", provider.TokenEndpoint?.AbsoluteUri);
        Assert.Equal(web.Origin, provider.Issuer);
    }

    [Fact]
    public async Task All_of_it_is_kept()
    {
        await using var web = Web();
        pages[OpenId] = WebServer.Json(200, $$"""
            {"issuer":"{{web.Origin}}","authorization_endpoint":"https://a.example.org/auth?x=1",
             "token_endpoint":"https://a.example.org/token",
             "device_authorization_endpoint":"https://a.example.org/device","revocation_endpoint":"https://a.example.org/revoke",
             "registration_endpoint":"https://a.example.org/register","authorization_response_iss_parameter_supported":true,
             "token_endpoint_auth_methods_supported":["none","client_secret_post"]}
            """);

        var fetched = await FindAsync(web, $"oauth {web.Origin}");
        var kept = await FindAsync(web, $"oauth {web.Origin}");

        Assert.Single(web.Requests);
        Assert.Equivalent(fetched, kept, strict: true);
        Assert.NotNull(kept.RegistrationEndpoint);
    }

    [Fact]
    public async Task What_was_fetched_in_the_future_is_fetched_again()
    {
        await using var web = Web();
        pages[OpenId] = Metadata(web.Origin);
        await FindAsync(web, $"oauth {web.Origin}");

        home.Time.Advance(TimeSpan.FromMinutes(-1));
        await FindAsync(web, $"oauth {web.Origin}");

        Assert.Equal(2, web.Requests.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"fetched_at":1767323045}""")]
    [InlineData("""{"fetched_at":1767323045,"issuer":"https://evil.example.org","token_endpoint":"https://evil.example.org/"}""")]
    [InlineData("""{"fetched_at":1e300,"issuer":"ORIGIN","token_endpoint":"https://evil.example.org/"}""")]
    [InlineData("""{"issuer":"ORIGIN","token_endpoint":"https://evil.example.org/"}""")]
    public async Task What_is_kept_and_damaged_is_fetched_again(string damaged)
    {
        await using var web = Web();
        pages[OpenId] = Metadata(web.Origin);
        await FindAsync(web, $"oauth {web.Origin}");
        await File.WriteAllTextAsync(home.File, damaged.Replace("ORIGIN", web.Origin, StringComparison.Ordinal), Token);

        var provider = await FindAsync(web, $"oauth {web.Origin}");

        Assert.Equal("https://a.example.org/token", provider.TokenEndpoint?.AbsoluteUri);
        Assert.Equal(2, web.Requests.Count);
    }

    [Fact]
    public async Task What_others_could_have_written_is_not_believed()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var web = Web();
        pages[OpenId] = Metadata(web.Origin);
        await FindAsync(web, $"oauth {web.Origin}");
        File.SetUnixFileMode(home.File, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);

        await FindAsync(web, $"oauth {web.Origin}");

        Assert.Equal(2, web.Requests.Count);
    }

    [Fact]
    public async Task A_full_disk_only_means_that_nothing_is_kept()
    {
        await using var web = Web();
        pages[OpenId] = Metadata(web.Origin);
        home.Around = static store => new FullStore(store, static () => true);

        Assert.NotNull((await FindAsync(web, $"oauth {web.Origin}")).TokenEndpoint);
        Assert.NotNull((await FindAsync(web, $"oauth {web.Origin}")).TokenEndpoint);

        Assert.Equal(2, web.Requests.Count);
    }

    [Theory]
    [InlineData("HTTP/1.1 503 Down\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 404 Gone\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 302 Elsewhere\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nMaintenance")]
    [InlineData("")]
    public async Task What_is_kept_lasts_until_the_provider_answers_again(string says)
    {
        await using var web = Web();
        pages[OpenId] = Metadata(web.Origin);
        await FindAsync(web, $"oauth {web.Origin}");
        home.Time.Advance(TimeSpan.FromDays(100));
        pages[OpenId] = says;

        Assert.Equal("https://a.example.org/token", (await FindAsync(web, $"oauth {web.Origin}")).TokenEndpoint?.AbsoluteUri);
        pages[OpenId] = Metadata(web.Origin, "https://b.example.org/token");
        Assert.Equal("https://b.example.org/token", (await FindAsync(web, $"oauth {web.Origin}")).TokenEndpoint?.AbsoluteUri);
    }

    [Fact]
    public async Task Another_issuer_in_its_place_is_told_although_something_is_kept()
    {
        await using var web = Web();
        pages[OpenId] = Metadata(web.Origin);
        await FindAsync(web, $"oauth {web.Origin}");
        home.Time.Advance(TimeSpan.FromDays(2));
        pages[OpenId] = Metadata("https://evil.example.org");

        Assert.Equal(ExitCode.Config, (await FailureAsync(web, $"oauth {web.Origin}")).ExitCode);
    }

    [Fact]
    public async Task Without_a_connection_it_is_temporary()
    {
        var failure = await Assert.ThrowsAsync<MailException>(async () =>
            await FindAsync("system", $"oauth https://127.0.0.1:{LoopbackServer.ClosedPort()}", IoMode.Blocking));

        Assert.StartsWith("cannot reach 127.0.0.1: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.TempFail, failure.ExitCode);
    }

    [Theory]
    [InlineData("oauth google\noauth_client_id x")]
    [InlineData("oauth microsoft\noauth_client_id x")]
    [InlineData("oauth fastmail")]
    public async Task A_preset_needs_no_HTTP(string msmtprc)
    {
        var settings = Some.Settings(msmtprc);

        Assert.Same(settings.Provider, await new ProviderDiscovery(Unconnected(msmtprc), Unused, settings).FindAsync(Token));
    }

    [Theory]
    [InlineData("oauth https://a.example.org\noauth_authorization_url https://b.example.org/a\noauth_token_url https://b.example.org/t")]
    [InlineData("oauth https://a.example.org\noauth_flow app\noauth_client_id x\noauth_client_secret y\noauth_token_url " + TokenUrl)]
    public async Task URLs_by_hand_need_no_HTTP(string msmtprc)
    {
        var provider = await new ProviderDiscovery(Unconnected(msmtprc), Unused, Some.Settings(msmtprc)).FindAsync(Token);

        Assert.Equal("https://b.example.org/t", provider.TokenEndpoint?.AbsoluteUri);
        Assert.Equal("https://a.example.org", provider.Issuer);
    }

    [Fact]
    public async Task A_URL_by_hand_wins()
    {
        await using var web = Web();
        pages[OpenId] = WebServer.Json(200, $$"""
            {"issuer":"{{web.Origin}}","authorization_endpoint":"https://a.example.org/auth","token_endpoint":"https://a.example.org/token"}
            """);

        const string ByHand = "oauth_token_url https://b.example.org/t\noauth_revocation_url https://b.example.org/r";
        var provider = await FindAsync(web, $"oauth {web.Origin}\n{ByHand}");

        Assert.Equal("https://b.example.org/t", provider.TokenEndpoint?.AbsoluteUri);
        Assert.Equal("https://b.example.org/r", provider.RevocationEndpoint?.AbsoluteUri);
        Assert.Equal("https://a.example.org/auth", provider.AuthorizationEndpoint?.AbsoluteUri);
    }

    [Theory]
    [InlineData("", "consent")]
    [InlineData("oauth_scope \"mail openid offline_access\"", "consent")]
    [InlineData("oauth_scope \"mail openid\"", null)]
    [InlineData("oauth_scope \"mail offline_access\"", null)]
    public async Task A_refresh_token_of_an_OpenID_provider_needs_consent(string scope, string? expected)
    {
        await using var web = Web();
        pages[OpenId] = Metadata(web.Origin);

        var discovered = await FindAsync(web, $"oauth {web.Origin}\n{scope}");
        var byHand = await FindAsync(
            web, $"oauth {web.Origin}\n{scope}\noauth_authorization_url https://b.example.org/a\noauth_token_url https://b.example.org/t");

        Assert.Equal(expected, discovered.AuthorizationParameters.SingleOrDefault(static one => one.Key == "prompt").Value);
        Assert.Equal(expected, byHand.AuthorizationParameters.SingleOrDefault(static one => one.Key == "prompt").Value);
    }

    [Fact]
    public async Task Nothing_that_was_known_is_lost()
    {
        var known = new Provider("https://a.example.org")
        {
            Issuer = "https://a.example.org",
            AuthorizationEndpoint = new Uri("https://b.example.org/a"),
            TokenEndpoint = new Uri("https://b.example.org/t"),
            DeviceEndpoint = new Uri("https://b.example.org/d"),
            DeviceGrantType = "device_code",
            RevocationEndpoint = new Uri("https://b.example.org/r"),
            ConsentPage = "https://b.example.org/consent",
            RegistrationEndpoint = new Uri("https://b.example.org/c"),
            SendsIssuer = true,
            Scopes = ["mail"],
            ApplicationScope = "app",
            Mechanisms = ["XOAUTH2"],
            Flows = Flows.Browser,
            RedirectUri = "http://localhost/",
            FlowAdvice = "no",
            AuthorizationParameters = [new("a", "b")],
            HintsUser = false,
            RegistrationAdvice = "there",
            AuthenticationMethods = ["none"],
        };
        Assert.All(
            typeof(Provider).GetProperties(),
            property => Assert.NotEqual(property.GetValue(new Provider("other")), property.GetValue(known)));
        var account = new MailAccount(AccountSettings.Empty);
        var settings = new SignInSettings { Account = account, Provider = known, Scopes = [], Flow = Flows.Browser, Store = "file" };

        var provider = await new ProviderDiscovery(Unconnected(""), Unused, settings).FindAsync(Token);

        Assert.NotSame(known, provider);
        Assert.Equivalent(known, provider, strict: true);
    }

    static HttpsClient Unused => new(Given.Context(IoMode.Blocking) with { ConnectorFactory = null }, null);

    static string Metadata(string issuer, string token = "https://a.example.org/token") =>
        WebServer.Json(200, $$"""{"issuer":"{{issuer}}","token_endpoint":"{{token}}"}""");

    static IEnumerable<string> Paths(WebServer web) => web.Requests.Select(static request => request.Split(' ')[1]);

    PluginContext Unconnected(string msmtprc) => home.Context(msmtprc) with { ConnectorFactory = null };

    WebServer Web() => new(request => pages.GetValueOrDefault(request.Split(' ')[1], WebServer.Json(404, "{}")));

    Task<Provider> FindAsync(WebServer web, string msmtprc, IoMode io = IoMode.Blocking) => FindAsync(web.TrustFile, msmtprc, io);

    Task<Provider> FindAsync(string trustFile, string msmtprc, IoMode io)
    {
        var context = home.Context(msmtprc) with { Io = io, ConnectorFactory = Given.Context(io).ConnectorFactory };
        return new ProviderDiscovery(context, new HttpsClient(context, trustFile), Home.SettingsOf(context)).FindAsync(Token).AsTask();
    }

    Task<MailException> FailureAsync(WebServer web, string msmtprc) => Assert.ThrowsAsync<MailException>(() => FindAsync(web, msmtprc));
}
