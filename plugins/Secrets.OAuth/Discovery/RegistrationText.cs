using System.Globalization;
using System.Text.Json;
using Msmtp.Secrets.OAuth.Http;
using Msmtp.Secrets.OAuth.Json;
using Msmtp.Secrets.OAuth.Providers;
using Msmtp.Text;

namespace Msmtp.Secrets.OAuth.Discovery;

/// <summary>The registration of a client, and what a provider says to it (RFC 7591 §3). Nothing here does I/O.</summary>
static class RegistrationText
{
    const int LongestReason = 300;

    /// <summary>
    /// A public, native client (RFC 7591 §2, OpenID Connect Dynamic Client Registration §2). The caller disposes the result.
    /// </summary>
    public static Secret Write(Provider provider, IReadOnlyList<string> redirectUris, IReadOnlyList<string> scopes)
    {
        using var buffer = new SecretBuffer();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("client_name"u8, "msmtp"u8);
            json.WriteString("application_type"u8, "native"u8);
            Write(json, "redirect_uris", redirectUris);
            Write(json, "grant_types", Grants(provider));
            Write(json, "response_types", ["code"]);
            json.WriteString("token_endpoint_auth_method"u8, "none"u8);
            if (scopes.Count > 0)
                json.WriteString("scope"u8, string.Join(' ', scopes));
            json.WriteEndObject();
        }
        return new Secret(buffer.Octets.ToArray());
    }

    /// <summary>RFC 7591 §3.2.1. The caller disposes the client.</summary>
    /// <exception cref="InvalidDataException">It is not that.</exception>
    public static RegisteredClient Read(ReadOnlyMemory<byte> answer)
    {
        var json = JsonObject.Read(answer);
        return json.Text("client_id") is { Length: > 0 } id
            ? new RegisteredClient(id, json.Secret("client_secret"))
            : throw new InvalidDataException("it has no client_id");
    }

    /// <summary>RFC 7591 §3.2.2: what a provider says about a client that it does not want; for the user.</summary>
    public static string Refusal(HttpAnswer answer)
    {
        try
        {
            var json = JsonObject.Read(answer.Body);
            if (json.Text("error") is { Length: > 0 } error)
                return Printable(json.Text("error_description") is { Length: > 0 } description ? $"{error}: {description}" : error);
        }
        catch (InvalidDataException)
        {
            // A page, or nothing.
        }
        return answer.Status.ToString(CultureInfo.InvariantCulture);
    }

    static string[] Grants(Provider provider) => provider.DeviceEndpoint is null
        ? ["authorization_code", "refresh_token"]
        : ["authorization_code", "refresh_token", provider.DeviceGrantType];

    static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    static string Printable(string text) => PrintableText.Text(text.Length > LongestReason ? text[..LongestReason] : text);
}

/// <summary>A client that has just been registered.</summary>
sealed class RegisteredClient(string id, Secret? secret) : IDisposable
{
    public string Id { get; } = id;

    public Secret? Secret { get; } = secret;

    public void Dispose() => Secret?.Dispose();
}
