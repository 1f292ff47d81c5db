using System.Buffers.Text;
using System.Security.Cryptography;
using Msmtp.Secrets.OAuth.Json;
using Msmtp.Text;

namespace Msmtp.Secrets.OAuth.Tokens;

/// <summary>A successful answer of a token endpoint (RFC 6749 §5.1).</summary>
sealed class TokenAnswer : IDisposable
{
    public required Secret AccessToken { get; init; }

    /// <summary>Null: the one before, if any, stays valid (RFC 6749 §6).</summary>
    public Secret? RefreshToken { get; init; }

    /// <summary>Null: the provider does not say.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>Null: as asked for (RFC 6749 §5.1).</summary>
    public string? Scope { get; init; }

    /// <summary>
    /// The user according to the ID token (OpenID Connect Core §2): email, preferred_username, upn; null if there is none.
    /// </summary>
    public string? User { get; init; }

    // Ten years: what some providers say for tokens that do not expire would be too much for a clock.
    const long LongestLifetime = 315_360_000;

    /// <summary>Reads an answer, which the caller disposes.</summary>
    /// <exception cref="InvalidDataException">There is no token in it, or none that can be sent.</exception>
    /// <exception cref="TokenRefusal">It is a token of another type than bearer (RFC 6750), which no mail server takes.</exception>
    public static TokenAnswer Read(JsonObject answer)
    {
        if (answer.Text("token_type") is { } type && !type.Equals("bearer", StringComparison.OrdinalIgnoreCase))
            throw new TokenRefusal("unsupported_token_type", $"the token is of the type {type}");
        var token = answer.Secret("access_token") ?? throw new InvalidDataException("it has no access_token");
        if (!IsSendable(token))
        {
            token.Dispose();
            throw new InvalidDataException("its access_token has characters that no token has");
        }
        return new TokenAnswer
        {
            AccessToken = token,
            RefreshToken = answer.Secret("refresh_token"),
            // One that has expired when it comes is of no use to anybody: nought means that it is not known, or never.
            ExpiresIn = answer.Number("expires_in") is > 0 and var seconds
                ? TimeSpan.FromSeconds(Math.Min(seconds, LongestLifetime))
                : null,
            Scope = answer.Text("scope"),
            User = UserOf(answer),
        };
    }

    public void Dispose()
    {
        AccessToken.Dispose();
        RefreshToken?.Dispose();
    }

    // RFC 6749 §A.12: visible ASCII and spaces.
    static bool IsSendable(Secret token) => !token.Reveal().ContainsAnyExceptInRange((byte)' ', (byte)'~');

    // OpenID Connect Core §3.1.3.7: it came from the token endpoint itself over TLS, which stands for its signature.
    static string? UserOf(JsonObject answer)
    {
        using var token = answer.Secret("id_token");
        if (token is null || Claims(token.Reveal()) is not { } claims)
            return null;
        try
        {
            var json = JsonObject.Read(claims);
            return NameIn(json, "email") ?? NameIn(json, "preferred_username") ?? NameIn(json, "upn");
        }
        catch (InvalidDataException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(claims);
        }
    }

    // It becomes the user name of a login.
    static string? NameIn(JsonObject claims, string name) =>
        claims.Text(name) is { Length: > 0 and < 256 } user && PrintableText.Text(user) == user ? user : null;

    // RFC 7515 §7.1: header "." payload "." signature.
    static byte[]? Claims(ReadOnlySpan<byte> token)
    {
        var start = token.IndexOf((byte)'.') + 1;
        var length = token[start..].IndexOf((byte)'.');
        if (length <= 0 || !Base64Url.IsValid(token.Slice(start, length)))
            return null;
        return Base64Url.DecodeFromUtf8(token.Slice(start, length));
    }
}
