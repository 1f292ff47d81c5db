using Msmtp.Secrets.OAuth.Http;
using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.Settings;

namespace Msmtp.Secrets.OAuth.Tokens;

/// <summary>
/// The requests to a provider's token endpoint (RFC 6749 §4.1.3, §4.4.2, §6; RFC 8628 §3.4; RFC 7523 §2.1) and revocation endpoint
/// (RFC 7009 §2.1). The client authenticates as the account and the provider want: not at all, by secret, by assertion.
/// </summary>
/// <param name="context">The clock, files and secrets.</param>
/// <param name="http">The connection.</param>
/// <param name="settings">The account.</param>
/// <param name="provider">The provider, discovered.</param>
/// <param name="client">The client, configured or registered.</param>
sealed class TokenEndpoint(PluginContext context, HttpsClient http, SignInSettings settings, Provider provider, Client client)
{
    /// <summary>Redeems the code of an authorization response.</summary>
    /// <exception cref="TokenRefusal">The provider refused.</exception>
    /// <exception cref="MailException">There is no answer (75).</exception>
    public ValueTask<TokenAnswer> RedeemAsync(string code, string redirectUri, string verifier, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Renews an access token.</summary>
    /// <inheritdoc cref="RedeemAsync" path="/exception"/>
    public ValueTask<TokenAnswer> RefreshAsync(Secret refreshToken, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Asks for a device code for the scopes of the account (RFC 8628 §3.1); the client authenticates as for a token.</summary>
    /// <inheritdoc cref="RedeemAsync" path="/exception"/>
    public ValueTask<DeviceAuthorization> AuthorizeDeviceAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Asks for the token of a device code, once. <see cref="TokenRefusal"/> also means authorization_pending and slow_down.</summary>
    public ValueTask<TokenAnswer> PollAsync(Secret deviceCode, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Signs in as the application itself, or as a service account, as <c>oauth_flow</c> says.</summary>
    public ValueTask<TokenAnswer> SignInAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Revokes a token. False: the provider has no revocation endpoint.</summary>
    public ValueTask<bool> RevokeAsync(Secret token, CancellationToken cancellationToken) => throw new NotImplementedException();
}
