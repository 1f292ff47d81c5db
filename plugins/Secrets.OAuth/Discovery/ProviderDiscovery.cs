using Msmtp.Secrets.OAuth.Http;
using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.Settings;

namespace Msmtp.Secrets.OAuth.Discovery;

/// <summary>Completes what is known of a provider by its own metadata: OpenID Connect Discovery §4, else RFC 8414 §3. Cached for a day.</summary>
sealed class ProviderDiscovery(PluginContext context, HttpsClient http, SignInSettings settings)
{
    /// <summary>The provider with its endpoints; without HTTP if they are known. What is set by hand wins.</summary>
    /// <exception cref="MailException">75: no answer; 78: it is not a provider, or another issuer.</exception>
    public ValueTask<Provider> FindAsync(CancellationToken cancellationToken) => throw new NotImplementedException();
}
