using Msmtp.Secrets.OAuth.Renewal;
using Msmtp.Secrets.OAuth.Store;
using Msmtp.Secrets.OAuth.Tests.Support;
using Msmtp.Text;

namespace Msmtp.Secrets.OAuth.Tests.Renewal;

public sealed class TokenRequestsTests : IAsyncDisposable
{
    readonly Home home = new();
    readonly WebServer web;

    public TokenRequestsTests()
    {
        web = new WebServer(request => request.StartsWith("GET /.well-known/", StringComparison.Ordinal)
            ? WebServer.Json(200, $$"""
                {"issuer":"{{web!.Origin}}","authorization_endpoint":"{{web.Origin}}/auth","token_endpoint":"{{web.Origin}}/found"}
                """)
            : WebServer.Json(200, """{"access_token":"a","token_type":"Bearer","expires_in":60}"""));
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await web.DisposeAsync();
        home.Dispose();
    }

    [Fact]
    public async Task A_sign_in_is_renewed_where_it_came_from_by_the_client_that_it_belongs_to()
    {
        var request = Assert.Single(await RefreshAsync("oauth_client_id configured", $"{web.Origin}/stored", "client_secret_post"));

        Assert.StartsWith("POST /stored ", request, StringComparison.Ordinal);
        Assert.EndsWith("grant_type=refresh_token&refresh_token=r&client_id=registered&client_secret=s", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_client_authenticates_as_the_provider_said_then()
    {
        var request = Assert.Single(await RefreshAsync("", $"{web.Origin}/stored", "client_secret_basic"));

        Assert.Contains("\r\nAuthorization: Basic ", request, StringComparison.Ordinal);
        Assert.EndsWith("grant_type=refresh_token&refresh_token=r", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_by_hand_goes_before()
    {
        var request = Assert.Single(await RefreshAsync($"oauth_token_url {web.Origin}/by-hand", $"{web.Origin}/stored"));

        Assert.StartsWith("POST /by-hand ", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_one_that_is_not_known_is_discovered()
    {
        var requests = await RefreshAsync("", endpoint: null);

        Assert.Equal(
            ["GET /.well-known/openid-configuration", "POST /found"],
            requests.Select(static request => request[..request.IndexOf(" HTTP", StringComparison.Ordinal)]));
    }

    [Fact]
    public async Task An_application_signs_in_where_its_provider_is_found()
    {
        var requests = Requests("oauth_flow app\noauth_client_id configured\noauth_client_secret s\noauth_scope mail");

        using var answer = await requests.SignInAsync(Token);

        Assert.Equal(("a", TimeSpan.FromMinutes(1)), (OctetText.Decode(answer.AccessToken.Reveal()), answer.ExpiresIn));
        Assert.Contains("grant_type=client_credentials&scope=mail", web.Requests[^1], StringComparison.Ordinal);
    }

    async Task<IReadOnlyList<string>> RefreshAsync(string msmtprc, string? endpoint, params string[] methods)
    {
        using var signIn = new StoredSignIn
        {
            ClientId = "registered",
            ClientSecret = Secret.FromText("s"),
            Scope = "mail",
            TokenEndpoint = endpoint is null ? null : new Uri(endpoint),
            AuthenticationMethods = methods,
            RefreshToken = Secret.FromText("r"),
        };
        using var answer = await Requests(msmtprc).RefreshAsync(signIn, signIn.RefreshToken, Token);
        Assert.Equal("a", OctetText.Decode(answer.AccessToken.Reveal()));
        return web.Requests;
    }

    TokenRequests Requests(string msmtprc)
    {
        var context = home.Context($"oauth {web.Origin}\noauth_trust_file {web.TrustFile}\n{msmtprc}");
        var real = context with { ConnectorFactory = Given.Context(IoMode.Asynchronous).ConnectorFactory };
        return new TokenRequests(real, Home.SettingsOf(context));
    }
}
