using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Msmtp.Secrets.OAuth.Http;

namespace Msmtp.Secrets.OAuth.Assertions;

/// <summary>
/// Signs a JSON Web Token (RFC 7519) in the compact form of RFC 7515 §7.1. Nothing here does I/O.
/// <code>
/// token = base64url(header) "." base64url(claims) "." base64url(signature over what precedes the last dot)
/// </code>
/// </summary>
static class WebToken
{
    /// <summary>Writes a token, which the caller disposes: who has it is taken for the one who signed it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="padding">PKCS #1 for RS256, PSS for PS256 (RFC 7518 §3.3, §3.5).</param>
    /// <param name="header">Writes the members of the header besides <c>typ</c> and <c>alg</c>.</param>
    /// <param name="claims">Writes the claims.</param>
    public static Secret Sign(RSA key, RSASignaturePadding padding, Action<Utf8JsonWriter> header, Action<Utf8JsonWriter> claims)
    {
        using var token = new SecretBuffer();
        AddObject(token, json =>
        {
            json.WriteString("typ"u8, "JWT"u8);
            json.WriteString("alg"u8, padding == RSASignaturePadding.Pss ? "PS256"u8 : "RS256"u8);
            header(json);
        });
        token.Add((byte)'.');
        AddObject(token, claims);
        var signature = key.SignData(token.Octets, HashAlgorithmName.SHA256, padding);
        token.Add((byte)'.');
        Add(token, signature);
        return new Secret(token.Octets.ToArray());
    }

    static void AddObject(SecretBuffer token, Action<Utf8JsonWriter> members)
    {
        using var text = new SecretBuffer();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        Add(token, text.Octets);
    }

    static void Add(SecretBuffer token, ReadOnlySpan<byte> octets)
    {
        var room = token.Reserve(Base64Url.GetEncodedLength(octets.Length));
        token.Advance(Base64Url.EncodeToUtf8(octets, room.Span));
    }
}
