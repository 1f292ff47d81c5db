using System.Security.Cryptography;

namespace Msmtp.Auth.Sasl.Scram;

/// <summary>The client's proof and the server's (RFC 5802 §3). Neither reveals the password. Pure.</summary>
/// <param name="Client">ClientProof.</param>
/// <param name="Server">ServerSignature.</param>
sealed record ScramProof(byte[] Client, byte[] Server)
{
    /// <summary>Computes both, and zeroes the keys derived on the way. <paramref name="throwIfLate"/> is called if it takes long.</summary>
    public static ScramProof Compute(
        ScramHash hash, ReadOnlySpan<byte> password, ScramServerFirst first, ReadOnlySpan<byte> authMessage, Action throwIfLate)
    {
        var salted = hash.Salted(password, first.Salt, first.Iterations, throwIfLate);
        var clientKey = hash.Mac(salted, "Client Key"u8);
        var storedKey = hash.Hash(clientKey);
        var serverKey = hash.Mac(salted, "Server Key"u8);
        var signature = hash.Mac(storedKey, authMessage);

        var proof = new ScramProof(Xor(clientKey, signature), hash.Mac(serverKey, authMessage));
        foreach (var key in (byte[][])[salted, clientKey, storedKey, serverKey, signature])
            CryptographicOperations.ZeroMemory(key);
        return proof;
    }

    static byte[] Xor(byte[] left, byte[] right)
    {
        var result = new byte[left.Length];
        for (var i = 0; i < result.Length; i++)
            result[i] = (byte)(left[i] ^ right[i]);
        return result;
    }
}
