using System.Security.Cryptography;
using Msmtp.Secrets.OAuth.Json;

namespace Msmtp.Secrets.OAuth.Assertions;

/// <summary>A service account's key file in Google's format, and the assertion that it signs (RFC 7523 §2.1, RS256).</summary>
sealed class ServiceAccount : IDisposable
{
    readonly RSA key;
    readonly string? keyId;
    readonly string email;
    readonly string audience;

    ServiceAccount(JsonObject json, string email, string audience, RSA key)
    {
        (this.email, this.audience, this.key) = (email, audience, key);
        keyId = json.Text("private_key_id");
        TokenEndpoint = new Uri(audience);
    }

    static TimeSpan Lifetime => TimeSpan.FromHours(1);

    // For clocks that are ahead of the provider's.
    static TimeSpan Slack => TimeSpan.FromMinutes(1);

    /// <summary>Where the file says that its assertions are exchanged for tokens; https, or on loopback.</summary>
    public Uri TokenEndpoint { get; }

    /// <summary>Reads the file.</summary>
    /// <exception cref="MailException">78: it cannot be read, others can read it, or it is not such a file.</exception>
    public static ServiceAccount Read(string path, PluginEnvironment environment)
    {
        var file = new AssertionFile("oauth_service_account", path);
        var octets = file.ReadPrivate(environment);
        try
        {
            return Of(JsonObject.Read(octets));
        }
        catch (InvalidDataException e)
        {
            throw file.Unusable(e.Message, "download a key of the type JSON for the service account, and use it as it is");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(octets);
        }
    }

    /// <summary>An assertion of an hour, which the caller disposes.</summary>
    /// <param name="user">On whose behalf; null for its own.</param>
    /// <param name="scope">The scopes, separated by spaces.</param>
    /// <param name="time">The clock.</param>
    public Secret Sign(string? user, string scope, TimeProvider time)
    {
        var from = time.GetUtcNow() - Slack;
        return WebToken.Sign(
            key,
            RSASignaturePadding.Pkcs1,
            header =>
            {
                if (keyId is not null)
                    header.WriteString("kid"u8, keyId);
            },
            claims =>
            {
                claims.WriteString("iss"u8, email);
                if (user is not null)
                    claims.WriteString("sub"u8, user);
                claims.WriteString("scope"u8, scope);
                claims.WriteString("aud"u8, audience);
                claims.WriteNumber("iat"u8, from.ToUnixTimeSeconds());
                claims.WriteNumber("exp"u8, (from + Lifetime).ToUnixTimeSeconds());
            });
    }

    public void Dispose() => key.Dispose();

    static ServiceAccount Of(JsonObject json)
    {
        if (json.Text("type") != "service_account")
            throw new InvalidDataException("it is not the key of a service account");
        if (json.Text("client_email") is not { } email || json.Text("token_uri") is not { } audience)
            throw new InvalidDataException("client_email or token_uri is missing");
        if (!Providers.Endpoints.IsSafe(audience))
            throw new InvalidDataException("its token_uri is no https URL");
        using var pem = json.Secret("private_key") ?? throw new InvalidDataException("private_key is missing");
        using var key = SigningKey.Read(pem.Reveal());
        try
        {
            return new ServiceAccount(json, email, audience, key.Open(null));
        }
        catch (CryptographicException e)
        {
            throw new InvalidDataException("its private_key is damaged", e);
        }
    }
}
