using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Msmtp.Peers;

/// <summary>Access tokens (RFC 7519, signed with HMAC and SHA-256) as an OAuth server would issue them. Pure.</summary>
static class JsonWebToken
{
    /// <summary>The key with which the server verifies signatures.</summary>
    public const string Key = "topsecretkey";

    /// <summary>A token for a user.</summary>
    /// <param name="user">Its subject.</param>
    /// <param name="lifetime">From now on; negative: it has expired.</param>
    /// <param name="key">The signing key.</param>
    public static string Of(string user, TimeSpan? lifetime = null, string key = Key)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var end = now + (long)(lifetime ?? TimeSpan.FromHours(1)).TotalSeconds;
        var start = Math.Min(now, end) - 60;
        var claims = $$"""{"sub":"{{user}}","iat":{{start}},"nbf":{{start}},"exp":{{end}}}""";
        var signed = $"{Encode("""{"alg":"HS256","typ":"JWT"}""")}.{Encode(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.ASCII.GetBytes(key), Encoding.ASCII.GetBytes(signed)))}";
    }

    static string Encode(string json) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(json));
}
