using System.Net;
using System.Net.Sockets;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>Mails that are sent with a token, by persons, applications and service accounts.</summary>
public sealed class SendingTests(TokenPeers peers) : IClassFixture<TokenPeers>
{
    const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    public static MatrixTheoryData<Flavour, string> Mechanisms { get; } = new(Enum.GetValues<Flavour>(), ["oauthbearer", "xoauth2"]);

    [Theory, MemberData(nameof(Mechanisms))]
    public async Task Each_mechanism_logs_in(Flavour flavour, string mechanism)
    {
        using var user = await peers.SignedInAsync(flavour, $"auth {mechanism}");
        var before = peers.Dovecot.Log.Length;

        await AssertSendsAsync(user);

        await peers.Dovecot.LoggedInAsync(Person.Joe, mechanism, before);
        Assert.Equal(0, (await peers.Provider.SeenAsync()).RequestCount);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Auth_on_prefers_the_mechanism_of_the_RFC(Flavour flavour)
    {
        using var user = await peers.SignedInAsync(flavour);
        var before = peers.Dovecot.Log.Length;

        await AssertSendsAsync(user);

        await peers.Dovecot.LoggedInAsync(Person.Joe, "oauthbearer", before);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Auth_on_takes_what_the_server_has(Flavour flavour)
    {
        await peers.BeginAsync();
        await using var old = await TokenDovecot.StartAsync(peers.Provider, "xoauth2");
        using var user = await peers.SignedInAsync(flavour, old.Account);

        var result = await user.SendAsync();

        Assert.True(result.ExitCode == 0, result.ToString());
        await old.LoggedInAsync(Person.Joe, "xoauth2");
    }

    // Whoever signed in is the user, if the account names none.
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task The_user_need_not_be_named(Flavour flavour)
    {
        using var user = await peers.SignedInAsync(flavour, "user");
        var before = peers.Dovecot.Log.Length;

        await AssertSendsAsync(user);

        await peers.Dovecot.LoggedInAsync(Person.Joe, "oauthbearer", before);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task An_application_signs_in_with_its_secret(Flavour flavour)
    {
        using var user = await peers.BeginAsync(
            flavour, Application("oauth_client_id app\noauth_client_secret app-secret\noauth_flow app"));

        await AssertSendsAsync(user);
        await AssertSendsAsync(user);

        Assert.Equal(1, (await peers.Provider.SeenAsync()).Granted["client_credentials"]);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task An_application_signs_in_with_its_certificate(Flavour flavour)
    {
        await peers.BeginAsync();
        var certificate = $"oauth_cert_file {peers.Keys.Certificate}\noauth_key_file {peers.Keys.Key}";
        using var user = await peers.BeginAsync(flavour, Application($"oauth_client_id app-cert\n{certificate}"));

        await AssertSendsAsync(user);

        var assertion = Assert.Single((await peers.Provider.SeenAsync()).Assertions);
        Assert.Equal("PS256", assertion.Header.GetProperty("alg").GetString());
        Assert.Equal("app-cert", assertion.Claims.GetProperty("iss").GetString());
        Assert.Equal("app-cert", assertion.Claims.GetProperty("sub").GetString());
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_service_account_sends_for_a_user(Flavour flavour)
    {
        await peers.BeginAsync();
        using var folder = new TempDirectory();
        var file = folder.Write("service.json", peers.Keys.ServiceAccount(peers.Provider.Issuer));
        using var user = await peers.BeginAsync(
            flavour, $"oauth_client_id\noauth_scope {OidcProvider.MailScope}\noauth_flow service\noauth_service_account {file}");
        var before = peers.Dovecot.Log.Length;

        await AssertSendsAsync(user);
        await AssertSendsAsync(user);

        await peers.Dovecot.LoggedInAsync(Person.Joe, "oauthbearer", before);
        Assert.Equal(1, (await peers.Provider.SeenAsync()).Granted[JwtBearer]);
    }

    // An application has no refresh token: it signs in again.
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task An_application_whose_token_is_refused_signs_in_again(Flavour flavour)
    {
        using var user = await peers.BeginAsync(
            flavour, Application("oauth_client_id app\noauth_client_secret app-secret\noauth_flow app"));
        await AssertSendsAsync(user);
        await peers.Provider.ForgetAsync(user.Kept.AccessToken);

        await AssertSendsAsync(user);

        Assert.Equal(2, (await peers.Provider.SeenAsync()).Granted["client_credentials"]);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_secret_that_the_provider_does_not_take_is_a_mistake_in_the_configuration(Flavour flavour)
    {
        using var user = await peers.BeginAsync(flavour, Application("oauth_client_id app\noauth_client_secret wrong\noauth_flow app"));

        var result = await user.SendAsync();

        Assert.Equal(78, result.ExitCode);
        Assert.DoesNotContain("wrong", result.ErrorText.Replace("(wrong", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    // A dead sign-in is told before the mail server hears of it.
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Whoever_never_signed_in_is_told_how_before_anything_is_connected(Flavour flavour)
    {
        await peers.BeginAsync();
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        using var user = await peers.BeginAsync(flavour, $"port {((IPEndPoint)server.LocalEndpoint).Port}");

        var result = await user.SendAsync();

        Assert.Equal(77, result.ExitCode);
        var message = $"nobody has signed in at {peers.Provider.Issuer}: run msmtp --authorize";
        Assert.Contains(message, result.ErrorText, StringComparison.Ordinal);
        Assert.False(server.Pending());
        Assert.Equal(0, (await peers.Provider.SeenAsync()).RequestCount);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Somebody_at_a_terminal_is_told_more(Flavour flavour)
    {
        using var user = await peers.BeginAsync(flavour);

        var result = await OAuthUser.AtTerminal(user.Running("--print-token")).RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(77, result.ExitCode);
        Assert.Contains("msmtp: hint: once, as the user who sends the mail", result.OutputText, StringComparison.Ordinal);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Without_TLS_no_token_is_sent(Flavour flavour)
    {
        using var user = await peers.BeginAsync(flavour, "tls off");

        var result = await user.SendAsync();

        Assert.Equal(78, result.ExitCode);
        Assert.Contains("oauth requires tls", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task The_debug_output_has_no_token(Flavour flavour)
    {
        using var user = await peers.SignedInAsync(flavour);
        var old = user.Kept;
        var secrets = new List<string> { old.AccessToken, old.RefreshToken };
        old.ExpireIn(TimeSpan.FromMinutes(-1));

        var result = await user.SendAsync("--debug", "--logfile=-");

        Assert.True(result.ExitCode == 0, result.ToString());
        secrets.AddRange([user.Kept.AccessToken, user.Kept.RefreshToken]);
        Assert.Equal(4, secrets.Distinct().Count());
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, result.ToString(), StringComparison.Ordinal));
    }

    async Task AssertSendsAsync(OAuthUser user)
    {
        var result = await user.SendAsync();

        Assert.True(result.ExitCode == 0 && result.ErrorText.Length == 0, result.ToString());
        await peers.Dovecot.Sink.NextMailAsync(TestContext.Current.CancellationToken);
    }

    static string Application(string lines) => $"user app@example.org\noauth_scope {OidcProvider.MailScope}\n{lines}";
}
