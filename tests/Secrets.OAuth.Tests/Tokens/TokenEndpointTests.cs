using System.Text;
using Msmtp.Secrets.OAuth.Http;
using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.Settings;
using Msmtp.Secrets.OAuth.Tests.Support;
using Msmtp.Secrets.OAuth.Tokens;
using Msmtp.TestKit;
using Msmtp.Text;
using NSubstitute;

namespace Msmtp.Secrets.OAuth.Tests.Tokens;

public sealed class TokenEndpointTests : IAsyncDisposable
{
    const string Granted = """{"access_token":"a1","token_type":"Bearer","expires_in":60,"refresh_token":"r2"}""";

    readonly TempDirectory folder = new();
    readonly ISecretLookup secrets = Substitute.For<ISecretLookup>();
    readonly WebServer server;
    string answer = WebServer.Json(200, Granted);

    public TokenEndpointTests() => server = new WebServer(_ => answer, isClear: true);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_code_is_redeemed_with_its_verifier()
    {
        using var token = await Endpoint().RedeemAsync("c/1", "http://127.0.0.1:5/", "v", TestContext.Current.CancellationToken);

        Assert.Equal("a1", OctetText.Decode(token.AccessToken.Reveal()));
        Assert.Equal(
            "grant_type=authorization_code&code=c%2F1&redirect_uri=http%3A%2F%2F127.0.0.1%3A5%2F&code_verifier=v&client_id=client", Form);
        Assert.StartsWith("POST /token HTTP/1.1\r\n", server.Requests[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refresh_token_is_used_with_the_secret_of_the_settings()
    {
        using var token = await RefreshAsync("oauth_client_secret s&1");

        Assert.Equal("r2", OctetText.Decode(token.RefreshToken!.Reveal()));
        Assert.Equal("grant_type=refresh_token&refresh_token=r1&client_id=client&client_secret=s%261", Form);
        await secrets.DidNotReceive().FindAsync(Arg.Any<SecretQuery>(), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task A_registered_client_has_its_own_secret()
    {
        using var own = Secret.FromText("own");
        using var token = await RefreshAsync("oauth_client_secret other", new Client("registered", own));

        Assert.EndsWith("&client_id=registered&client_secret=own", Form, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_is_not_set_is_looked_up_for_the_host_and_the_client()
    {
        using var found = Secret.FromText("found");
        var query = new SecretQuery(SecretKind.ClientSecret) { Host = "127.0.0.1", User = "client", Service = "oauth" };
        secrets.FindAsync(query, Arg.Any<CancellationToken>()).Returns(found);

        using var token = await RefreshAsync();

        Assert.EndsWith("&client_secret=found", Form, StringComparison.Ordinal);
        await secrets.Received().ReportAsync(query, found, SecretVerdict.Accepted, Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task A_secret_that_the_provider_does_not_take_is_reported()
    {
        using var found = Secret.FromText("found");
        secrets.FindAsync(Arg.Any<SecretQuery>(), Arg.Any<CancellationToken>()).Returns(found);
        answer = WebServer.Json(401, """{"error":"invalid_client"}""");

        await Assert.ThrowsAsync<TokenRefusal>(() => RefreshAsync());

        await secrets.Received().ReportAsync(Arg.Any<SecretQuery>(), found, SecretVerdict.Rejected, Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Where_no_client_has_a_secret_nobody_is_asked_for_one()
    {
        using var token = await RefreshAsync(methods: ["none"]);

        Assert.EndsWith("&client_id=client", Form, StringComparison.Ordinal);
        await secrets.DidNotReceive().FindAsync(Arg.Any<SecretQuery>(), Arg.Any<CancellationToken>());
    }

    [Theory]
    [InlineData("client_secret_basic", true)]
    [InlineData("client_secret_basic private_key_jwt", true)]
    [InlineData("client_secret_basic client_secret_post", false)]
    // RFC 6749 §2.3.1: that is what every provider takes.
    [InlineData("", true)]
    public async Task A_secret_is_a_password_of_HTTP_only_where_it_has_to_be(string methods, bool isPassword)
    {
        using var token = await RefreshAsync("oauth_client_secret s:1", methods: methods.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        // RFC 6749 §2.3.1: each part is encoded like the text of a form before it is joined.
        var credentials = "Authorization: Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes("client:s%3A1"));
        Assert.Equal(isPassword, server.Requests[0].Contains(credentials, StringComparison.Ordinal));
        Assert.Equal(!isPassword, Form.Contains("client_secret=s%3A1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_application_signs_in_with_its_certificate()
    {
        using var token = await Endpoint(Certified("oauth_scope mail")).SignInAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith(
            "grant_type=client_credentials&scope=mail&client_id=client"
            + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=",
            Form,
            StringComparison.Ordinal);
        using var assertion = Secret.FromText(Form[(Form.LastIndexOf('=') + 1)..]);
        Assert.Equal(server.Origin, new ReadToken(assertion).Claims.GetProperty("aud").GetString());
    }

    [Fact]
    public async Task An_application_without_anything_to_sign_in_with_is_told_at_once()
    {
        var failure = await Assert.ThrowsAsync<MailException>(
            () => Endpoint("oauth_flow app").SignInAsync(TestContext.Current.CancellationToken).AsTask());

        Assert.Equal(ExitCode.Config, failure.ExitCode);
        Assert.Equal("oauth_flow app requires oauth_client_secret or oauth_cert_file", failure.Message);
        Assert.Contains("for host 127.0.0.1 and user client", failure.Advice, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_service_account_asks_where_its_file_says()
    {
        var file = folder.Write("account.json", Keys.ServiceAccount($"{server.Origin}/jwt"));

        using var token = await Endpoint($"oauth_service_account {file}\nuser joe@example.org\noauth_scope mail").SignInAsync(
            TestContext.Current.CancellationToken);

        Assert.StartsWith("POST /jwt HTTP/1.1\r\n", server.Requests[0], StringComparison.Ordinal);
        Assert.StartsWith("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=", Form, StringComparison.Ordinal);
        using var assertion = Secret.FromText(Form.Split('&')[1].Split('=')[1]);
        Assert.Equal("joe@example.org", new ReadToken(assertion).Claims.GetProperty("sub").GetString());
        Assert.Equal("mail", new ReadToken(assertion).Claims.GetProperty("scope").GetString());
    }

    [Fact]
    public async Task A_device_asks_for_a_code_and_then_for_its_token()
    {
        answer = WebServer.Json(
            200, """{"device_code":"d1","user_code":"ABCD","verification_uri":"https://id.example.org/device","expires_in":600}""");
        var endpoint = Endpoint("oauth_scope \"mail offline_access\"");
        using var granted = await endpoint.AuthorizeDeviceAsync(TestContext.Current.CancellationToken);
        using var code = endpoint.ReadDevice(granted);
        answer = WebServer.Json(200, Granted);

        using var token = await Endpoint().PollAsync(code.DeviceCode, TestContext.Current.CancellationToken);

        Assert.EndsWith("\r\n\r\nscope=mail+offline_access&client_id=client", server.Requests[0], StringComparison.Ordinal);
        Assert.StartsWith("POST /device HTTP/1.1\r\n", server.Requests[0], StringComparison.Ordinal);
        Assert.EndsWith(
            "\r\n\r\ngrant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=d1&client_id=client",
            server.Requests[1],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Yandex_has_names_of_its_own()
    {
        using var code = Secret.FromText("d1");

        var endpoint = Endpoint(provider: Provider(grantType: "device_code"));
        using var token = await endpoint.PollAsync(code, TestContext.Current.CancellationToken);

        Assert.StartsWith("grant_type=device_code&code=d1&", Form, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "")]
    [InlineData(400, """{"error":"invalid_token"}""")]
    public async Task A_token_is_revoked_even_if_it_is_valid_no_longer(int status, string json)
    {
        answer = WebServer.Json(status, json);
        using var token = Secret.FromText("r1");

        Assert.True(await Endpoint().RevokeAsync(token, TestContext.Current.CancellationToken));

        Assert.StartsWith("POST /revoke HTTP/1.1\r\n", server.Requests[0], StringComparison.Ordinal);
        Assert.Equal("token=r1&client_id=client", Form);
    }

    [Fact]
    public async Task A_provider_without_an_endpoint_for_it_revokes_nothing()
    {
        using var token = Secret.FromText("r1");

        Assert.False(await Endpoint(provider: new Provider("x")).RevokeAsync(token, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_refusal_says_what_the_provider_says()
    {
        answer = WebServer.Json(400, """{"error":"invalid_grant","error_description":"Token has been expired or revoked."}""");

        var refusal = await Assert.ThrowsAsync<TokenRefusal>(() => RefreshAsync());

        Assert.Equal("invalid_grant: Token has been expired or revoked.", refusal.Message);
    }

    [Theory]
    [InlineData(200, """{"error":"invalid_grant"}""")]
    [InlineData(403, """{"error":"access_denied"}""")]
    public async Task A_refusal_is_one_whatever_its_status(int status, string json)
    {
        answer = WebServer.Json(status, json);

        await Assert.ThrowsAsync<TokenRefusal>(() => RefreshAsync());
    }

    [Theory]
    [InlineData(429, """{"error":"invalid_grant"}""", "127.0.0.1 gives no token at the moment (HTTP 429)")]
    [InlineData(503, "<html>", "127.0.0.1 gives no token at the moment (HTTP 503)")]
    [InlineData(500, """{"error":"invalid_grant"}""", "127.0.0.1 gives no token at the moment (HTTP 500)")]
    [InlineData(404, "<html>", "127.0.0.1 does not answer like an OAuth 2.0 provider (HTTP 404)")]
    [InlineData(400, """{"error":{"code":7}}""", "127.0.0.1 does not answer like an OAuth 2.0 provider (HTTP 400)")]
    [InlineData(200, "<html>", "127.0.0.1 does not answer like an OAuth 2.0 provider (HTTP 200)")]
    [InlineData(200, """{"token":"x"}""", "the answer of 127.0.0.1 is of no use: it has no access_token")]
    public async Task What_is_no_answer_passes(int status, string body, string message)
    {
        answer = WebServer.Json(status, body);

        var failure = await Assert.ThrowsAsync<MailException>(() => RefreshAsync());

        Assert.Equal(ExitCode.TempFail, failure.ExitCode);
        Assert.True(failure.Failure.IsTemporary);
        Assert.Equal(message, failure.Message);
    }

    [Fact]
    public async Task Nothing_that_fails_repeats_a_secret()
    {
        string[] answers =
        [
            WebServer.Json(400, """{"error":"invalid_grant","error_description":"1//secret-refresh-token-0123456789 is bad"}"""),
            WebServer.Json(200, """{"access_token":"secret-\u0001-access-token-0123456789"}"""),
            WebServer.Json(500, "secret-access-token-0123456789"),
        ];

        foreach (var said in answers)
        {
            answer = said;
            var failure = await Assert.ThrowsAnyAsync<Exception>(() => RefreshAsync("oauth_client_secret secret-client-0123456789"));
            Assert.DoesNotContain("secret-", failure.ToString(), StringComparison.Ordinal);
        }
    }

    // Too short, or too much like a word, for anybody to see that it is one.
    [Fact]
    public async Task A_provider_that_repeats_the_request_is_not_quoted()
    {
        answer = WebServer.Json(400, """{"error":"invalid_client","error_description":"not correct-horse, nor code-abc, nor v-1234567"}""");
        var endpoint = Endpoint("oauth_client_secret correct-horse", Provider(["client_secret_post"]));

        var failure = await Assert.ThrowsAsync<TokenRefusal>(async () =>
            await endpoint.RedeemAsync("code-abc", "http://127.0.0.1/", "v-1234567", TestContext.Current.CancellationToken));

        Assert.Equal("invalid_client: not *************, nor ********, nor *********", failure.Message);
    }

    string Form => server.Requests[^1].Split("\r\n\r\n")[1];

    string Certified(string more)
    {
        var certificate = folder.Write("cert.pem", Keys.Certificate.ExportCertificatePem());
        return $"oauth_cert_file {certificate}\noauth_key_file {folder.Write("key.pem", Keys.Pem)}\n{more}";
    }

    async Task<TokenAnswer> RefreshAsync(string more = "", Client? client = null, string[]? methods = null)
    {
        using var token = Secret.FromText("r1");
        var endpoint = Endpoint(more, Provider(methods ?? ["client_secret_post"]), client);
        return await endpoint.RefreshAsync(token, TestContext.Current.CancellationToken);
    }

    TokenEndpoint Endpoint(string more = "", Provider? provider = null, Client? client = null)
    {
        var settings = Some.Settings($"oauth {server.Origin}\noauth_client_id client\n{more}");
        var context = Given.Context(IoMode.Asynchronous, settings.Account.Settings) with { Secrets = secrets };
        var http = new HttpsClient(context, null);
        return new TokenEndpoint(context, http, settings, provider ?? Provider(), client ?? new Client("client", null));
    }

    Provider Provider(string[]? methods = null, string? grantType = null)
    {
        var known = new Provider(server.Origin)
        {
            Issuer = server.Origin,
            TokenEndpoint = new Uri($"{server.Origin}/token"),
            DeviceEndpoint = new Uri($"{server.Origin}/device"),
            RevocationEndpoint = new Uri($"{server.Origin}/revoke"),
            AuthenticationMethods = methods ?? [],
            DeviceGrantType = grantType ?? "urn:ietf:params:oauth:grant-type:device_code",
        };
        return known;
    }
}
