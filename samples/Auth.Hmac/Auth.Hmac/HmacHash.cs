using System.Security.Cryptography;

namespace Auth.Hmac;

/// <summary>The hash function of the HMAC.</summary>
enum HmacHash
{
    Sha256,
    Sha512,
}

static class HmacHashes
{
    public static byte[] Keyed(this HmacHash hash, ReadOnlySpan<byte> key, ReadOnlySpan<byte> text) =>
        hash == HmacHash.Sha512 ? HMACSHA512.HashData(key, text) : HMACSHA256.HashData(key, text);
}
