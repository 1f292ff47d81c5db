using Msmtp.Secrets.OAuth.Assertions;
using Msmtp.Secrets.OAuth.Http;
using Msmtp.Secrets.OAuth.Json;
using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.Settings;

namespace Msmtp.Secrets.OAuth.Tokens;

/// <summary>
/// The requests to a provider's token endpoint (RFC 6749 §4.1.3, §4.4.2, §6; RFC 8628 §3.4; RFC 7523 §2.1), device authorization endpoint
/// (RFC 8628 §3.1) and revocation endpoint (RFC 7009 §2.1). The client authenticates as the account and the provider want: not at all, by
/// secret, by assertion.
/// </summary>
/// <param name="context">The clock, files and secrets.</param>
/// <param name="http">The connection.</param>
/// <param name="settings">The account.</param>
/// <param name="provider">The provider, discovered.</param>
/// <param name="client">The client, configured or registered; one without a secret has that of the account, if there is one.</param>
sealed class TokenEndpoint(PluginContext context, HttpsClient http, SignInSettings settings, Provider provider, Client client)
{
    readonly ClientAuthentication authentication = new(context, settings, provider, client);

    /// <summary>Redeems the code of an authorization response.</summary>
    /// <exception cref="TokenRefusal">The provider refused.</exception>
    /// <exception cref="MailException">There is no answer (75).</exception>
    public ValueTask<TokenAnswer> RedeemAsync(string code, string redirectUri, string verifier, CancellationToken cancellationToken) =>
        AskAsync(
            TokenUrl,
            Grant("authorization_code").AddSecret("code", code).Add("redirect_uri", redirectUri).AddSecret("code_verifier", verifier),
            cancellationToken);

    /// <summary>Renews an access token, with the scopes that it has.</summary>
    /// <inheritdoc cref="RedeemAsync" path="/exception"/>
    public ValueTask<TokenAnswer> RefreshAsync(Secret refreshToken, CancellationToken cancellationToken) =>
        AskAsync(TokenUrl, Grant("refresh_token").Add("refresh_token", refreshToken), cancellationToken);

    /// <summary>
    /// Asks for a device code for the scopes of the account (RFC 8628 §3.1); the client authenticates as for a token. The answer is for
    /// <see cref="ReadDevice"/>.
    /// </summary>
    /// <exception cref="MailException">There is no answer (75).</exception>
    public ValueTask<HttpAnswer> AuthorizeDeviceAsync(CancellationToken cancellationToken) =>
        SendAsync(DeviceUrl, new FormWriter().Add("scope", Scope), cancellationToken);

    /// <summary>Reads the answer of <see cref="AuthorizeDeviceAsync"/>; the caller disposes the result.</summary>
    /// <inheritdoc cref="RedeemAsync" path="/exception"/>
    public DeviceAuthorization ReadDevice(HttpAnswer answer) => EndpointAnswer.Read(DeviceUrl, answer, DeviceAuthorization.Read);

    /// <summary>
    /// Asks for the token of a device code, once. <see cref="TokenRefusal"/> also means authorization_pending and slow_down.
    /// </summary>
    public ValueTask<TokenAnswer> PollAsync(Secret deviceCode, CancellationToken cancellationToken)
    {
        // Yandex, whose grant type is older than the RFC, calls the code that.
        var isOld = provider.DeviceGrantType == "device_code";
        return AskAsync(TokenUrl, Grant(provider.DeviceGrantType).Add(isOld ? "code" : "device_code", deviceCode), cancellationToken);
    }

    /// <summary>Signs in as the application itself, or as a service account, as <c>oauth_flow</c> says.</summary>
    /// <exception cref="TokenRefusal">The provider refused.</exception>
    /// <exception cref="MailException">There is no answer (75), or the client has nothing to sign in with (78).</exception>
    public ValueTask<TokenAnswer> SignInAsync(CancellationToken cancellationToken) => settings.Flow == Flows.Service
        ? SignInAsServiceAsync(cancellationToken)
        : SignInAsApplicationAsync(cancellationToken);

    /// <summary>Revokes a token. False: the provider has no revocation endpoint.</summary>
    /// <inheritdoc cref="RedeemAsync" path="/exception"/>
    public async ValueTask<bool> RevokeAsync(Secret token, CancellationToken cancellationToken)
    {
        if (provider.RevocationEndpoint is not { } endpoint)
            return false;
        using var answer = await SendAsync(endpoint, new FormWriter().Add("token", token), cancellationToken).ConfigureAwait(false);
        // RFC 7009 §2.2: a token that is not valid is no error. Google says that it is one.
        if (answer.Status != 200 && EndpointAnswer.Refusal(endpoint, answer) is { } refusal && refusal.Error != "invalid_token")
            throw refusal;
        return true;
    }

    // RFC 6749 §3.3; null: the provider has a default.
    string? Scope => settings.Scopes.Count > 0 ? string.Join(' ', settings.Scopes) : null;

    static FormWriter Grant(string type) => new FormWriter().Add("grant_type", type);

    async ValueTask<TokenAnswer> SignInAsApplicationAsync(CancellationToken cancellationToken)
    {
        var endpoint = TokenUrl;
        if (!authentication.HasCertificate && await authentication.SecretAsync(endpoint, cancellationToken).ConfigureAwait(false) is null)
            throw NothingToSignInWith(endpoint);
        return await AskAsync(endpoint, Grant("client_credentials").Add("scope", Scope), cancellationToken).ConfigureAwait(false);
    }

    // The assertion is all: the client need not be known.
    async ValueTask<TokenAnswer> SignInAsServiceAsync(CancellationToken cancellationToken)
    {
        var file = settings.Account.Settings.Get(OAuthSettings.ServiceAccount) ?? throw Unknown("oauth_service_account");
        using var account = ServiceAccount.Read(file, context.Environment);
        using var assertion = account.Sign(settings.User, Scope ?? "", context.Time);
        using var form = Grant("urn:ietf:params:oauth:grant-type:jwt-bearer")
            .Add("assertion", assertion)
            .Add("client_id", settings.ClientId);
        var isByHand = settings.Account.Settings.Get(OAuthSettings.TokenUrl) is not null;
        var endpoint = isByHand ? TokenUrl : account.TokenEndpoint;
        using var body = form.ToSecret();
        using var answer = await http.SendAsync(new HttpRequest(endpoint) { Body = body }, cancellationToken).ConfigureAwait(false);
        return EndpointAnswer.Read(endpoint, answer, TokenAnswer.Read);
    }

    Uri TokenUrl => provider.TokenEndpoint ?? throw Unknown("oauth_token_url");

    Uri DeviceUrl => provider.DeviceEndpoint ?? throw Unknown("oauth_device_url");

    // Disposes the form.
    async ValueTask<TokenAnswer> AskAsync(Uri endpoint, FormWriter form, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(endpoint, form, cancellationToken).ConfigureAwait(false);
        try
        {
            var token = EndpointAnswer.Read(endpoint, answer, TokenAnswer.Read);
            await authentication.ReportAsync(endpoint, SecretVerdict.Accepted, cancellationToken).ConfigureAwait(false);
            return token;
        }
        catch (TokenRefusal e) when (e.Error == "invalid_client")
        {
            await authentication.ReportAsync(endpoint, SecretVerdict.Rejected, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    // Disposes the form.
    async ValueTask<HttpAnswer> SendAsync(Uri endpoint, FormWriter form, CancellationToken cancellationToken)
    {
        using var owned = form;
        var audience = provider.TokenEndpoint ?? endpoint;
        using var password = await authentication.AddAsync(form, audience, cancellationToken).ConfigureAwait(false);
        using var body = form.ToSecret();
        var request = new HttpRequest(endpoint) { Body = body, BasicCredentials = password };
        var answer = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer.Status is < 200 or > 299)
            form.BlankIn(answer);
        return answer;
    }

    MailException Unknown(string setting) =>
        new(ExitCode.Config, DeliveryStage.Configure, $"oauth {provider.Name} requires {setting}");

    MailException NothingToSignInWith(Uri endpoint) =>
        new(ExitCode.Config, DeliveryStage.Configure, "oauth_flow app requires oauth_client_secret or oauth_cert_file")
        {
            Advice = $"a secret can also be in a keyring, ~/.netrc or a credential helper, for host {endpoint.Host} and user {client.Id}",
        };
}
