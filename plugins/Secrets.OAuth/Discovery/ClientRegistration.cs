using Msmtp.Secrets.OAuth.Http;
using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Secrets.OAuth.Settings;

namespace Msmtp.Secrets.OAuth.Discovery;

/// <summary>Registers a client of our own (RFC 7591 §3), where the account names none and the provider takes anybody.</summary>
sealed class ClientRegistration(HttpsClient http, SignInSettings settings)
{
    /// <summary>Asks for one with these redirect URIs. The answer is for <see cref="Read"/>.</summary>
    /// <exception cref="MailException">
    /// 78: the provider registers nobody; the advice says how to get a client id. 75: no answer.
    /// </exception>
    public async ValueTask<HttpAnswer> RegisterAsync(
        Provider provider, IReadOnlyList<string> redirectUris, CancellationToken cancellationToken)
    {
        var endpoint = EndpointOf(provider);
        using var body = RegistrationText.Write(provider, redirectUris, settings.Scopes);
        var request = new HttpRequest(endpoint) { Body = body, ContentType = "application/json" };
        return await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the answer; the caller disposes the client.</summary>
    /// <exception cref="MailException">78: the provider does not register this client. 75: it is no answer.</exception>
    public RegisteredClient Read(Provider provider, HttpAnswer answer)
    {
        var endpoint = EndpointOf(provider);
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

    Uri EndpointOf(Provider provider) => provider.RegistrationEndpoint ?? throw settings.NoClient();
}
