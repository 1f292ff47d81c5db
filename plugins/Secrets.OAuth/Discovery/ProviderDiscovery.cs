using Msmtp.Secrets.OAuth.Http;
using Msmtp.Secrets.OAuth.Json;
using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.Settings;

namespace Msmtp.Secrets.OAuth.Discovery;

/// <summary>
/// Completes what is known of a provider by its own metadata: OpenID Connect Discovery §4, else RFC 8414 §3. Cached for a day.
/// </summary>
sealed class ProviderDiscovery(PluginContext context, HttpsClient http, SignInSettings settings)
{
    /// <summary>The provider with its endpoints; without HTTP if they are known. What is set by hand wins.</summary>
    /// <exception cref="MailException">75: no answer; 78: it is not a provider, or another issuer.</exception>
    public async ValueTask<Provider> FindAsync(CancellationToken cancellationToken)
    {
        var known = settings.Provider;
        if (known.Issuer is null || known.Name != known.Issuer && IsComplete(known))
            return known;
        var metadata = IsComplete(known) ? known : await FindMetadataAsync(known.Issuer, cancellationToken).ConfigureAwait(false);
        return Completed(known, metadata);
    }

    // Applications and service accounts need no browser.
    bool IsComplete(Provider provider) =>
        provider.TokenEndpoint is not null
        && (provider.AuthorizationEndpoint is not null || settings.Flow is Flows.Application or Flows.Service);

    async ValueTask<Provider> FindMetadataAsync(string issuer, CancellationToken cancellationToken)
    {
        var cache = new MetadataCache(context, issuer);
        var kept = await cache.FindAsync(cancellationToken).ConfigureAwait(false);
        if (kept is not null && cache.IsFresh)
            return kept;
        try
        {
            var fetched = await FetchAsync(issuer, cancellationToken).ConfigureAwait(false);
            if (fetched is null)
                return kept ?? throw DiscoveryFailures.NoMetadata(issuer, MetadataUrls.Of(issuer));
            await cache.StoreAsync(fetched, cancellationToken).ConfigureAwait(false);
            return fetched;
        }
        // Endpoints hardly ever change: the token endpoint may answer while this one does not.
        catch (MailException e) when (kept is not null && e.Failure.IsTemporary)
        {
            return kept;
        }
    }

    // Null: there is none.
    async ValueTask<Provider?> FetchAsync(string issuer, CancellationToken cancellationToken)
    {
        foreach (var url in MetadataUrls.Of(issuer))
            if (await FetchAsync(url, issuer, cancellationToken).ConfigureAwait(false) is { } found)
                return found;
        return null;
    }

    async ValueTask<Provider?> FetchAsync(Uri url, string issuer, CancellationToken cancellationToken)
    {
        using var answer = await http.SendAsync(new HttpRequest(url) { MayBeRedirected = true }, cancellationToken).ConfigureAwait(false);
        if (AnswerStatus.IsTemporary(answer.Status))
            throw DiscoveryFailures.Unavailable(url, answer.Status);
        if (answer.Status != 200 || Document(answer) is not { } document)
            return null;
        try
        {
            return ProviderMetadata.Read(document, issuer);
        }
        catch (InvalidDataException e)
        {
            throw DiscoveryFailures.Metadata(url, issuer, e);
        }
    }

    // Null: some servers have a page for every path.
    static JsonObject? Document(HttpAnswer answer)
    {
        try
        {
            return JsonObject.Read(answer.Body);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    Provider Completed(Provider known, Provider metadata) => new(known)
    {
        Issuer = metadata.Issuer,
        AuthorizationEndpoint = known.AuthorizationEndpoint ?? metadata.AuthorizationEndpoint,
        TokenEndpoint = known.TokenEndpoint ?? metadata.TokenEndpoint,
        DeviceEndpoint = known.DeviceEndpoint ?? metadata.DeviceEndpoint,
        RevocationEndpoint = known.RevocationEndpoint ?? metadata.RevocationEndpoint,
        RegistrationEndpoint = known.RegistrationEndpoint ?? metadata.RegistrationEndpoint,
        SendsIssuer = known.SendsIssuer || metadata.SendsIssuer,
        AuthorizationParameters = known.AuthorizationParameters.Count > 0 ? known.AuthorizationParameters : Consent(),
        AuthenticationMethods = known.AuthenticationMethods.Count > 0 ? known.AuthenticationMethods : metadata.AuthenticationMethods,
    };

    // OpenID Connect Core §11: without consent no refresh token.
    IReadOnlyList<KeyValuePair<string, string>> Consent() =>
        settings.Scopes.Contains("openid") && settings.Scopes.Contains("offline_access") ? [new("prompt", "consent")] : [];
}
