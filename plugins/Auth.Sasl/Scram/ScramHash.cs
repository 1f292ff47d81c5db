using System.Security.Cryptography;

namespace Msmtp.Auth.Sasl.Scram;

/// <summary>The hash function of a SCRAM mechanism and what is computed with it (RFC 5802 §2.2).</summary>
/// <param name="Mechanism">The mechanism's name, without -PLUS.</param>
/// <param name="Algorithm">The function.</param>
/// <param name="Length">Octets in a hash.</param>
sealed record ScramHash(string Mechanism, HashAlgorithmName Algorithm, int Length)
{
    /// <summary>RFC 5802.</summary>
    public static ScramHash Sha1 { get; } = new("SCRAM-SHA-1", HashAlgorithmName.SHA1, 20);

    /// <summary>RFC 7677.</summary>
    public static ScramHash Sha256 { get; } = new("SCRAM-SHA-256", HashAlgorithmName.SHA256, 32);

    /// <summary>draft-melnikov-scram-sha-512, by the rules of RFC 5802 §4.</summary>
    public static ScramHash Sha512 { get; } = new("SCRAM-SHA-512", HashAlgorithmName.SHA512, 64);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ScramHash> All { get; } = [Sha1, Sha256, Sha512];

    /// <summary>The name of the mechanism that is bound to its channel (RFC 5802 §4).</summary>
    public string Plus => Mechanism + "-PLUS";

    /// <summary>H(text).</summary>
    public byte[] Hash(ReadOnlySpan<byte> text) => CryptographicOperations.HashData(Algorithm, text);

    /// <summary>HMAC(key, text).</summary>
    public byte[] Mac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> text) => CryptographicOperations.HmacData(Algorithm, key, text);

    /// <summary>Hi(password, salt, iterations).</summary>
    public byte[] Salted(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, Algorithm, Length);
}
