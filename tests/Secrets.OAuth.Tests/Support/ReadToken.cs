using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Msmtp.Secrets.OAuth.Tests.Support;

/// <summary>A JSON Web Token that is read again.</summary>
sealed class ReadToken
{
    readonly string[] parts;

    public ReadToken(Secret token)
    {
        parts = Encoding.ASCII.GetString(token.Reveal()).Split('.');
        Assert.Equal(3, parts.Length);
        Header = Object(parts[0]);
        Claims = Object(parts[1]);
    }

    public JsonElement Header { get; }

    public JsonElement Claims { get; }

    public bool IsSignedBy(RSA key, RSASignaturePadding padding) => key.VerifyData(
        Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, padding);

    static JsonElement Object(string part)
    {
        using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part));
        return document.RootElement.Clone();
    }
}
