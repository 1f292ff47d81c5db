using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Msmtp.Secrets.OAuth.Http;
using Msmtp.Secrets.OAuth.Json;

namespace Msmtp.Secrets.OAuth.Store;

/// <summary>
/// A stored sign-in as a JSON object, with times in seconds since 1970 and a version number. Members that are not known are skipped, so
/// that later programs can add some. Secrets never become text. Nothing here does I/O.
/// </summary>
static class SignInFormat
{
    const int Version = 1;

    // 31 December 9999.
    const long LastSecond = 253402300799;

    /// <summary>Writes a sign-in; the caller disposes the result.</summary>
    public static Secret Write(StoredSignIn signIn)
    {
        using var buffer = new SecretBuffer();
        // What the default escapes for HTML's sake would pass through an array that is not zeroed.
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("version"u8, Version);
            Write(json, "user"u8, signIn.User);
            Write(json, "client_id"u8, signIn.ClientId);
            Write(json, "client_secret"u8, signIn.ClientSecret);
            Write(json, "scope"u8, signIn.Scope);
            Write(json, "token_endpoint"u8, signIn.TokenEndpoint?.AbsoluteUri);
            var methods = signIn.AuthenticationMethods;
            Write(json, "authentication_methods"u8, methods.Count > 0 ? string.Join(' ', methods) : null);
            Write(json, "revocation_endpoint"u8, signIn.RevocationEndpoint?.AbsoluteUri);
            Write(json, "refresh_token"u8, signIn.RefreshToken);
            Write(json, "access_token"u8, signIn.AccessToken);
            Write(json, "expires_at"u8, signIn.ExpiresAt);
            Write(json, "renewed_at"u8, signIn.RenewedAt);
            Write(json, "signed_in_at"u8, signIn.SignedInAt);
            json.WriteEndObject();
        }
        return new Secret(buffer.Octets.ToArray());
    }

    /// <summary>Reads a sign-in, which the caller disposes.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or of a later version.</exception>
    public static StoredSignIn Read(ReadOnlySpan<byte> json)
    {
        var copy = json.ToArray();
        try
        {
            return Read(JsonObject.Read(copy));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }
    }

    static StoredSignIn Read(JsonObject json)
    {
        if (json.Number("version") > Version)
            throw new InvalidDataException("a newer version of this program wrote it");
        if (json.Number("version") != Version || json.Text("client_id") is not { } client || json.Text("scope") is not { } scope)
            throw new InvalidDataException("it is incomplete");
        return new StoredSignIn
        {
            User = json.Text("user"),
            ClientId = client,
            Scope = scope,
            TokenEndpoint = Url(json, "token_endpoint"),
            AuthenticationMethods = json.Text("authentication_methods")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
            RevocationEndpoint = Url(json, "revocation_endpoint"),
            ExpiresAt = Time(json, "expires_at"),
            RenewedAt = Time(json, "renewed_at"),
            SignedInAt = Time(json, "signed_in_at") ?? DateTimeOffset.UnixEpoch,
            // Last: where one of the others is wrong, there is no secret yet that nobody would zero.
            ClientSecret = json.Secret("client_secret"),
            RefreshToken = json.Secret("refresh_token"),
            AccessToken = json.Secret("access_token"),
        };
    }

    static Uri? Url(JsonObject json, string name) => json.Text(name) switch
    {
        null => null,
        var text => Uri.TryCreate(text, UriKind.Absolute, out var url) ? url : throw new InvalidDataException($"{name} is not a URL"),
    };

    static DateTimeOffset? Time(JsonObject json, string name) => json.Number(name) switch
    {
        null => null,
        >= 0 and <= LastSecond and var seconds => DateTimeOffset.FromUnixTimeSeconds(seconds),
        _ => throw new InvalidDataException($"{name} is not a time"),
    };

    static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }

    static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, Secret? secret)
    {
        if (secret is not null)
            json.WriteString(name, secret.Reveal());
    }

    static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        if (time is { } known)
            json.WriteNumber(name, known.ToUnixTimeSeconds());
    }
}
