using Msmtp.Secrets.OAuth.Http;
using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.Settings;

namespace Msmtp.Secrets.OAuth.Discovery;

/// <summary>Registers a client of our own (RFC 7591 §3), where the account names none and the provider takes anybody.</summary>
sealed class ClientRegistration(HttpsClient http, SignInSettings settings)
{
    /// <summary>Registers one with these redirect URIs.</summary>
    /// <exception cref="MailException">78: the provider registers nobody; says how to get a client id.</exception>
    public ValueTask<RegisteredClient> RegisterAsync(Provider provider, IReadOnlyList<string> redirectUris, CancellationToken cancellationToken) => throw new NotImplementedException();
}

/// <summary>A client that has just been registered.</summary>
sealed class RegisteredClient(string id, Secret? secret) : IDisposable
{
    public string Id { get; } = id;

    public Secret? Secret { get; } = secret;

    public void Dispose() => Secret?.Dispose();
}
