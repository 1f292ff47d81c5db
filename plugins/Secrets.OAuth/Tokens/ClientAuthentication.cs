using Msmtp.Secrets.OAuth.Assertions;
using Msmtp.Secrets.OAuth.Http;
using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.Settings;

namespace Msmtp.Secrets.OAuth.Tokens;

/// <summary>
/// Adds to a request who the client is (RFC 6749 §2.3, RFC 7523 §2.2): its identifier alone, with its secret in the form or as a password
/// of HTTP, or with an assertion that its key signs.
/// </summary>
/// <param name="context">Files and secrets.</param>
/// <param name="settings">The account.</param>
/// <param name="provider">The provider.</param>
/// <param name="client">The client.</param>
sealed class ClientAuthentication(PluginContext context, SignInSettings settings, Provider provider, Client client)
{
    const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    readonly AccountSettings account = settings.Account.Settings;
    bool hasAsked;
    Secret? found;

    /// <summary>The client has a certificate.</summary>
    public bool HasCertificate => account.Get(OAuthSettings.CertFile) is not null;

    /// <summary>Adds it to a form.</summary>
    /// <returns>The password of HTTP that is sent besides, which the caller disposes; null for none.</returns>
    public async ValueTask<Secret?> AddAsync(FormWriter form, Uri endpoint, CancellationToken cancellationToken)
    {
        if (account.Get(OAuthSettings.CertFile) is { } certificate && account.Get(OAuthSettings.KeyFile) is { } key)
        {
            await AddAssertionAsync(form, endpoint, certificate, key, cancellationToken).ConfigureAwait(false);
            return null;
        }
        var secret = await SecretAsync(endpoint, cancellationToken).ConfigureAwait(false);
        if (secret is not null && WantsPassword)
            return FormWriter.Credentials(client.Id, secret);
        form.Add("client_id", client.Id.Length > 0 ? client.Id : null).Add("client_secret", secret);
        return null;
    }

    /// <summary>The client's secret, which somebody else owns; null: it has none.</summary>
    public async ValueTask<Secret?> SecretAsync(Uri endpoint, CancellationToken cancellationToken)
    {
        if ((client.Secret ?? account.Get(OAuthSettings.ClientSecret)) is { } known)
            return known;
        if (hasAsked || client.Id.Length == 0 || IsForPublicClients)
            return found;
        hasAsked = true;
        return found = await context.Secrets.FindAsync(Query(endpoint), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tells the source of the secret whether the provider took it.</summary>
    public async ValueTask ReportAsync(Uri endpoint, SecretVerdict verdict, CancellationToken cancellationToken)
    {
        if (found is not { } secret)
            return;
        // Whoever gave it may zero it now, and is asked again.
        (found, hasAsked) = (null, false);
        await context.Secrets.ReportAsync(Query(endpoint), secret, verdict, cancellationToken).ConfigureAwait(false);
    }

    // RFC 6749 §2.3.1, RFC 8414 §2: without a list it is basic, which every provider has to take.
    bool WantsPassword => provider.AuthenticationMethods is not { Count: > 0 } methods
        || methods.Contains("client_secret_basic") && !methods.Contains("client_secret_post");

    bool IsForPublicClients => provider.AuthenticationMethods is ["none"];

    SecretQuery Query(Uri endpoint) => new(SecretKind.ClientSecret) { Host = endpoint.Host, User = client.Id, Service = "oauth" };

    async ValueTask AddAssertionAsync(FormWriter form, Uri endpoint, string certificate, string key, CancellationToken cancellationToken)
    {
        var facts = new AssertionFacts
        {
            Context = context,
            ClientId = client.Id,
            // The issuer, so that no other endpoint can use it (draft-ietf-oauth-rfc7523bis); Microsoft documents the token endpoint.
            Audience = provider.Issuer ?? endpoint.AbsoluteUri,
            CertificateFile = certificate,
            KeyFile = key,
        };
        using var assertion = await ClientAssertion.CreateAsync(facts, cancellationToken).ConfigureAwait(false);
        form.Add("client_id", client.Id).Add("client_assertion_type", AssertionType).Add("client_assertion", assertion);
    }
}
