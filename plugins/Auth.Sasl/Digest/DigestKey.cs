using System.Security.Cryptography;
using Msmtp.Text;

namespace Msmtp.Auth.Sasl.Digest;

/// <summary>Stands for the password in one exchange: HEX(H(A1)) of RFC 2831 §2.1.2.1. Zeroed when disposed.</summary>
sealed class DigestKey : IDisposable
{
    readonly byte[] key;

    DigestKey(byte[] key)
    {
        this.key = key;
    }

    /// <summary>Computes A1 = H(user ":" realm ":" password) ":" nonce ":" cnonce, and HEX(H(A1)).</summary>
    public static DigestKey Derive(DigestResponse response, string user, Secret password)
    {
        var challenge = response.Challenge;
        var words = Latin1.Encode(password.Reveal());
        byte[] identity = [.. Latin1.Encode(OctetText.Encode(user)), .. OctetText.Encode($":{challenge.Realm}:"), .. words];
        var hash = Hash(identity);
        byte[] a1 = [.. hash, .. OctetText.Encode($":{challenge.Nonce}:{response.ClientNonce}")];
        var key = new DigestKey(Hex(Hash(a1)));

        foreach (var derived in (byte[][])[words, identity, hash, a1])
            CryptographicOperations.ZeroMemory(derived);
        return key;
    }

    /// <summary>The value of response; to check it, the server has to know the password.</summary>
    public string ClientProof(DigestResponse response) => Proof(response, "AUTHENTICATE");

    /// <summary>The value of rspauth (RFC 2831 §2.1.3); to compute it, the server has to know the password.</summary>
    public string ServerProof(DigestResponse response) => Proof(response, "");

    public void Dispose() => CryptographicOperations.ZeroMemory(key);

    // HEX(H(HEX(H(A1)) ":" nonce ":" nc ":" cnonce ":" qop ":" HEX(H(A2)))), where A2 = method ":" digest-uri
    string Proof(DigestResponse response, string method)
    {
        var request = Convert.ToHexStringLower(Hash(OctetText.Encode($"{method}:{response.Uri}")));
        var tail = OctetText.Encode($":{response.Challenge.Nonce}:{DigestResponse.NonceCount}:{response.ClientNonce}:auth:{request}");
        byte[] text = [.. key, .. tail];
        var proof = Convert.ToHexStringLower(Hash(text));
        CryptographicOperations.ZeroMemory(text);
        return proof;
    }

    static byte[] Hex(byte[] hash)
    {
        var hex = new byte[hash.Length * 2];
        Convert.TryToHexStringLower(hash, hex, out _);
        CryptographicOperations.ZeroMemory(hash);
        return hex;
    }

    // The mechanism is MD5 by definition (RFC 2831 §2.1.2.1); it is never chosen without TLS.
#pragma warning disable CA5351
    static byte[] Hash(ReadOnlySpan<byte> text) => MD5.HashData(text);
#pragma warning restore CA5351
}
