using System.Text.Json;
using System.Web;

namespace Msmtp.Peers;

/// <summary>The peers of the other tests of OAuth, among themselves: with msmtp itself, and tokens that it is told.</summary>
public sealed class TokenDovecotTests
{
    const string RealMsmtp = "/usr/bin/msmtp";

    [Theory, InlineData("oauthbearer"), InlineData("xoauth2")]
    public async Task Msmtp_sends_with_a_token_that_the_provider_issued(string mechanism)
    {
        await using var provider = await OidcProvider.StartAsync();
        await using var dovecot = await TokenDovecot.StartAsync(provider);

        var result = await SendAsync(dovecot, mechanism, await TokenAsync(provider));

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        Assert.Equal("<you@example.net>", $"<{Assert.Single((await dovecot.Sink.NextMailAsync(Token)).Envelope.Recipients).Address}>");
        await dovecot.LoggedInAsync(Person.Joe, mechanism);
    }

    [Fact]
    public async Task A_token_that_the_provider_has_forgotten_is_refused()
    {
        await using var provider = await OidcProvider.StartAsync();
        await using var dovecot = await TokenDovecot.StartAsync(provider);
        var token = await TokenAsync(provider);
        await provider.ForgetAsync(token);

        var result = await SendAsync(dovecot, "oauthbearer", token);

        Assert.Equal(77, result.ExitCode);
        Assert.Null(dovecot.Sink.TakeMail());
        Assert.Equal(0, (await provider.SeenAsync()).RevokedFamilies);
    }

    static async Task<CommandResult> SendAsync(TokenDovecot dovecot, string mechanism, string token)
    {
        Assert.SkipUnless(File.Exists(RealMsmtp), "msmtp is not installed (package msmtp)");
        using var home = new TempDirectory();
        var rc = home.Write("rc", $"account default\n{dovecot.Account}auth {mechanism}\nuser {Person.Joe}\npasswordeval echo {token}\n");
        return await new CommandRunner(RealMsmtp) { Arguments = ["-C", rc, "you@example.net"], Input = Mails.Ordinary }.RunAsync(Token);
    }

    // RFC 6749 §4.1, RFC 7636 by hand.
    static async Task<string> TokenAsync(OidcProvider provider)
    {
        const string Redirect = "http://127.0.0.1:45871/";
        const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";   // RFC 7636, appendix B.
        const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        using var person = new Person();
        using var http = new HttpClient();
        var redirected = await person.ConsentAsync(new Uri(
            $"{provider.Issuer}/auth?client_id=msmtp&response_type=code&redirect_uri={Uri.EscapeDataString(Redirect)}"
            + $"&scope={Uri.EscapeDataString($"openid offline_access {OidcProvider.MailScope}")}&prompt=consent"
            + $"&code_challenge={Challenge}&code_challenge_method=S256"));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = "msmtp",
            ["code"] = HttpUtility.ParseQueryString(redirected.Query)["code"] ?? "",
            ["redirect_uri"] = Redirect,
            ["code_verifier"] = Verifier,
        });
        using var answer = await http.PostAsync(new Uri($"{provider.Issuer}/token"), form, Token);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));
        return json.RootElement.GetProperty("access_token").GetString()!;
    }

    static CancellationToken Token => TestContext.Current.CancellationToken;
}
