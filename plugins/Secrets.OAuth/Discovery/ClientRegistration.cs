using Msmtp.Secrets.OAuth.Http;
using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.Settings;

namespace Msmtp.Secrets.OAuth.Discovery;

/// <summary>Registers a client of our own (RFC 7591 §3), where the account names none and the provider takes anybody.</summary>
sealed class ClientRegistration(HttpsClient http, SignInSettings settings)
{
    /// <summary>Registers one with these redirect URIs.</summary>
    /// <exception cref="MailException">
    /// 78: the provider registers nobody, or not this client; the advice says how to get a client id. 75: no answer.
    /// </exception>
    public async ValueTask<RegisteredClient> RegisterAsync(
        Provider provider, IReadOnlyList<string> redirectUris, CancellationToken cancellationToken)
    {
        if (provider.RegistrationEndpoint is not { } endpoint)
            throw settings.NoClient();
        using var body = RegistrationText.Write(provider, redirectUris, settings.Scopes);
        var request = new HttpRequest(endpoint) { Body = body, ContentType = "application/json" };
        using var answer = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (AnswerStatus.IsTemporary(answer.Status))
            throw DiscoveryFailures.Unavailable(endpoint, answer.Status);
        if (answer.Status is not (200 or 201))
            throw DiscoveryFailures.NotRegistered(endpoint, RegistrationText.Refusal(answer), settings.NoClient());
        try
        {
            return RegistrationText.Read(answer.Body);
        }
        catch (InvalidDataException e)
        {
            throw DiscoveryFailures.NoClient(endpoint, e);
        }
    }
}
