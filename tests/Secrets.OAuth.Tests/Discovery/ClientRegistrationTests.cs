using System.Text.Json;
using Msmtp.Secrets.OAuth.Discovery;
using Msmtp.Secrets.OAuth.Http;
using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.Tests.Support;
using Msmtp.Text;

namespace Msmtp.Secrets.OAuth.Tests.Discovery;

public sealed class ClientRegistrationTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(IoMode.Blocking)]
    [InlineData(IoMode.Asynchronous)]
    public async Task A_native_public_client_is_registered(IoMode io)
    {
        await using var web = new WebServer(static _ => WebServer.Json(201, """{"client_id":"c1","redirect_uris":["x"]}"""));

        using var client = await RegisterAsync(web, io);

        Assert.Equal("c1", client.Id);
        Assert.Null(client.Secret);
        var request = web.Requests.Single();
        Assert.StartsWith("POST /register HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: application/json\r\n", request, StringComparison.Ordinal);
        var body = JsonDocument.Parse(request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]).RootElement;
        Assert.Equal("msmtp", body.GetProperty("client_name").GetString());
        Assert.Equal("native", body.GetProperty("application_type").GetString());
        Assert.Equal("none", body.GetProperty("token_endpoint_auth_method").GetString());
        Assert.Equal(["http://127.0.0.1:8025/"], Texts(body, "redirect_uris"));
        Assert.Equal(["authorization_code", "refresh_token"], Texts(body, "grant_types"));
        Assert.Equal(["code"], Texts(body, "response_types"));
        Assert.Equal("mail openid", body.GetProperty("scope").GetString());
    }

    [Fact]
    public async Task The_device_flow_is_asked_for_where_there_is_one()
    {
        await using var web = new WebServer(static _ => WebServer.Json(200, """{"client_id":"c1"}"""));

        using var client = await RegisterAsync(web, IoMode.Blocking, new Uri("https://a.example.org/device"));

        Assert.Contains("\"urn:ietf:params:oauth:grant-type:device_code\"]", web.Requests.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_the_client_gets_is_kept()
    {
        await using var web = new WebServer(static _ => WebServer.Json(201, """{"client_id":"c1","client_secret":"s\u0031"}"""));

        using var client = await RegisterAsync(web);

        Assert.Equal("s1", OctetText.Decode(client.Secret!.Reveal()));
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_redirect_uri","error_description":"not\nthat"}""", "invalid_redirect_uri: not?that")]
    [InlineData(400, """{"error":"invalid_client_metadata"}""", "invalid_client_metadata")]
    [InlineData(401, """{"message":"who are you"}""", "401")]
    [InlineData(403, "<html>", "403")]
    [InlineData(404, "", "404")]
    public async Task A_refusal_is_told_with_what_to_do(int status, string json, string expected)
    {
        await using var web = new WebServer(_ => WebServer.Json(status, json));

        var failure = await Assert.ThrowsAsync<MailException>(async () => await RegisterAsync(web));

        Assert.Equal($"localhost did not register a client ({expected}): oauth_client_id is needed", failure.Message);
        Assert.Equal(ExitCode.Config, failure.ExitCode);
        Assert.Equal(DeliveryStage.Configure, failure.Stage);
        Assert.Contains("oauth_client_id", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_is_not_endless()
    {
        var description = new string('y', 5000);
        await using var web = new WebServer(_ => WebServer.Json(400, $$"""{"error":"x","error_description":"{{description}}"}"""));

        var failure = await Assert.ThrowsAsync<MailException>(async () => await RegisterAsync(web));

        Assert.InRange(failure.Message.Length, 300, 400);
    }

    [Theory]
    [InlineData(429, "{}", "localhost answered with 429")]
    [InlineData(500, """{"error":"server_error"}""", "localhost answered with 500")]
    [InlineData(201, "{}", "localhost did not register a client: it has no client_id")]
    [InlineData(201, "<html>", "localhost did not register a client: it is not a JSON object")]
    public async Task What_may_pass_is_temporary(int status, string json, string expected)
    {
        await using var web = new WebServer(_ => WebServer.Json(status, json));

        var failure = await Assert.ThrowsAsync<MailException>(async () => await RegisterAsync(web));

        Assert.Equal(expected, failure.Message);
        Assert.Equal(ExitCode.TempFail, failure.ExitCode);
        Assert.True(failure.Failure.IsTemporary);
    }

    [Fact]
    public async Task Whoever_registers_nobody_needs_a_client_by_hand()
    {
        var settings = Some.Settings("oauth https://a.example.org");
        var registration = new ClientRegistration(new HttpsClient(Given.Context(IoMode.Blocking), null), settings);

        var failure = await Assert.ThrowsAsync<MailException>(async () =>
            await registration.RegisterAsync(settings.Provider, ["http://127.0.0.1/"], Token));

        Assert.Equal("oauth https://a.example.org requires oauth_client_id", failure.Message);
        Assert.Equal(ExitCode.Config, failure.ExitCode);
        Assert.StartsWith(
            "register a public client of the type \"native\" at https://a.example.org, or ask whoever runs it for one, "
            + "with the redirect URI http://127.0.0.1/ on any port, and write its oauth_client_id",
            failure.Advice,
            StringComparison.Ordinal);
    }

    static IEnumerable<string?> Texts(JsonElement body, string name) =>
        body.GetProperty(name).EnumerateArray().Select(static one => one.GetString());

    static async Task<RegisteredClient> RegisterAsync(WebServer web, IoMode io = IoMode.Blocking, Uri? device = null)
    {
        var provider = new Provider(web.Origin) { RegistrationEndpoint = new Uri(web.Origin + "/register"), DeviceEndpoint = device };
        var settings = Some.Settings("oauth https://a.example.org\noauth_scope \"mail openid\"");
        var registration = new ClientRegistration(new HttpsClient(Given.Context(io), web.TrustFile), settings);
        using var answer = await registration.RegisterAsync(provider, ["http://127.0.0.1:8025/"], Token);
        return registration.Read(provider, answer);
    }
}
