using Msmtp.Secrets.OAuth.Discovery;
using Msmtp.Secrets.OAuth.Http;
using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.Settings;
using Msmtp.Secrets.OAuth.Store;
using Msmtp.Secrets.OAuth.Tokens;

namespace Msmtp.Secrets.OAuth.Renewal;

/// <summary>The requests by which a token is renewed. Each throws as <see cref="TokenEndpoint"/> does.</summary>
interface ITokenRequests
{
    /// <summary>Uses the refresh token of a sign-in, which has one.</summary>
    ValueTask<TokenAnswer> RefreshAsync(StoredSignIn signIn, Secret refreshToken, CancellationToken cancellationToken);

    /// <summary>Signs in as an application or a service account.</summary>
    ValueTask<TokenAnswer> SignInAsync(CancellationToken cancellationToken);
}

/// <summary>The requests over the network.</summary>
sealed class TokenRequests(PluginContext context, SignInSettings settings) : ITokenRequests
{
    readonly HttpsClient http = new(context, settings.TrustFile);

    // A sign-in knows where it came from: only the endpoint that the settings name now, or a later version of this program, goes before.
    public async ValueTask<TokenAnswer> RefreshAsync(StoredSignIn signIn, Secret refreshToken, CancellationToken cancellationToken)
    {
        var methods = signIn.AuthenticationMethods.Count > 0 ? signIn.AuthenticationMethods : null;
        var known = settings.Provider.With(null, settings.Provider.TokenEndpoint ?? signIn.TokenEndpoint, null, null, methods);
        var provider = known.TokenEndpoint is null ? await DiscoverAsync(cancellationToken).ConfigureAwait(false) : known;
        var endpoint = Endpoint(provider, new Client(signIn.ClientId, signIn.ClientSecret));
        return await endpoint.RefreshAsync(refreshToken, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<TokenAnswer> SignInAsync(CancellationToken cancellationToken)
    {
        // A service account's file says where to ask.
        var provider = settings.Flow == Flows.Service ? settings.Provider : await DiscoverAsync(cancellationToken).ConfigureAwait(false);
        return await Endpoint(provider, new Client(settings.ClientId ?? "", null)).SignInAsync(cancellationToken).ConfigureAwait(false);
    }

    ValueTask<Provider> DiscoverAsync(CancellationToken cancellationToken) =>
        new ProviderDiscovery(context, http, settings).FindAsync(cancellationToken);

    TokenEndpoint Endpoint(Provider provider, Client client) => new(context, http, settings, provider, client);
}
