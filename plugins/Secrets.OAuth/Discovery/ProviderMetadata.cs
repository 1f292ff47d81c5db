using System.Text.Json;
using Msmtp.Secrets.OAuth.Http;
using Msmtp.Secrets.OAuth.Json;
using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Text;

namespace Msmtp.Secrets.OAuth.Discovery;

/// <summary>
/// A provider's metadata (RFC 8414 §2, OpenID Connect Discovery §3), and the same as it is kept: a JSON object of the members that are of
/// use, with the time at which they were fetched. Nothing here does I/O.
/// </summary>
static class ProviderMetadata
{
    /// <summary>Reads what a provider says about itself.</summary>
    /// <param name="json">The document.</param>
    /// <param name="issuer">The issuer as the user has it.</param>
    /// <exception cref="InvalidDataException">It is another issuer's, or has an endpoint that must not be used.</exception>
    public static Provider Read(JsonObject json, string issuer)
    {
        var own = json.Text("issuer");
        if (!IsSame(own, issuer))
            throw new InvalidDataException($"it is that of {(own is null ? "no issuer" : PrintableText.Text(own))}");
        return new Provider(issuer)
        {
            Issuer = own,
            AuthorizationEndpoint = Url(json, "authorization_endpoint"),
            TokenEndpoint = Url(json, "token_endpoint") ?? throw new InvalidDataException("it has no token_endpoint"),
            DeviceEndpoint = Url(json, "device_authorization_endpoint"),
            RevocationEndpoint = Url(json, "revocation_endpoint"),
            RegistrationEndpoint = Url(json, "registration_endpoint"),
            SendsIssuer = json.Flag("authorization_response_iss_parameter_supported") ?? false,
            AuthenticationMethods = json.Texts("token_endpoint_auth_methods_supported"),
        };
    }

    /// <summary>Writes what was read, to be kept.</summary>
    public static Secret Write(Provider provider, DateTimeOffset fetchedAt)
    {
        using var buffer = new SecretBuffer();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("fetched_at"u8, fetchedAt.ToUnixTimeSeconds());
            json.WriteString("issuer"u8, provider.Issuer);
            Write(json, "authorization_endpoint"u8, provider.AuthorizationEndpoint);
            Write(json, "token_endpoint"u8, provider.TokenEndpoint);
            Write(json, "device_authorization_endpoint"u8, provider.DeviceEndpoint);
            Write(json, "revocation_endpoint"u8, provider.RevocationEndpoint);
            Write(json, "registration_endpoint"u8, provider.RegistrationEndpoint);
            json.WriteBoolean("authorization_response_iss_parameter_supported"u8, provider.SendsIssuer);
            json.WriteStartArray("token_endpoint_auth_methods_supported"u8);
            foreach (var method in provider.AuthenticationMethods)
                json.WriteStringValue(method);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return new Secret(buffer.Octets.ToArray());
    }

    /// <summary>When it was fetched, if it is one that was kept; null for none.</summary>
    public static DateTimeOffset? FetchedAt(JsonObject json) =>
        json.Number("fetched_at") is >= 0 and < 100_000_000_000 and var seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    // RFC 8414 §3.3: identical. A slash at the end is left away from the metadata's own URL (§3.1), so that this document speaks for both
    // spellings; that of the provider is used from then on.
    static bool IsSame(string? own, string issuer) => own is not null && own.TrimEnd('/') == issuer.TrimEnd('/');

    static Uri? Url(JsonObject json, string name)
    {
        if (json.Text(name) is not { Length: > 0 } text)
            return null;
        return Endpoints.IsSafe(text)
            ? new Uri(text)
            : throw new InvalidDataException($"its {name} is not an https URL");
    }

    static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, Uri? url)
    {
        if (url is not null)
            json.WriteString(name, url.AbsoluteUri);
    }
}
