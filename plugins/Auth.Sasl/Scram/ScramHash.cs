using System.Security.Cryptography;

namespace Msmtp.Auth.Sasl.Scram;

/// <summary>The hash function of a SCRAM mechanism and what is computed with it (RFC 5802 §2.2).</summary>
/// <param name="Mechanism">The mechanism's name, without -PLUS.</param>
/// <param name="Algorithm">The function.</param>
/// <param name="Length">Octets in a hash.</param>
sealed record ScramHash(string Mechanism, HashAlgorithmName Algorithm, int Length)
{
    const int Many = 100_000;
    const int RoundsBetweenLooks = 4096;

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
    /// <param name="password">The password.</param>
    /// <param name="salt">The salt.</param>
    /// <param name="iterations">How often.</param>
    /// <param name="throwIfLate">Called now and then if this takes long; throws to stop it.</param>
    public byte[] Salted(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int iterations, Action throwIfLate)
    {
        // The library cannot be interrupted. It is used for what takes a few hundredths of a second.
        if (iterations <= Many)
            return Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, Algorithm, Length);
        using var mac = IncrementalHash.CreateHMAC(Algorithm, password);
        mac.AppendData(salt);
        mac.AppendData([0, 0, 0, 1]);
        var salted = mac.GetHashAndReset();
        Span<byte> round = stackalloc byte[Length];
        salted.CopyTo(round);
        for (var i = 1; i < iterations; i++)
        {
            mac.AppendData(round);
            mac.GetHashAndReset(round);
            for (var at = 0; at < round.Length; at++)
                salted[at] ^= round[at];
            if (i % RoundsBetweenLooks == 0)
                throwIfLate();
        }
        CryptographicOperations.ZeroMemory(round);
        return salted;
    }
}
