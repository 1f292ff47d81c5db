using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Msmtp.Connector.Tcp;

// RFC 1421 §4.6, as OpenSSL has it, between the dashes of an RSA or EC PRIVATE KEY:
//   Proc-Type: 4,ENCRYPTED
//   DEK-Info: AES-256-CBC,1B0548199FA793737259F5E92424978A      the cipher, and its initialization vector
//                                                               an empty line; then base64

/// <summary>OpenSSL's encryption of private keys from before PKCS #8. Nothing here does I/O.</summary>
sealed class OldKeyEncryption
{
    const int SaltLength = 8;

    readonly Func<SymmetricAlgorithm> cipher;
    readonly byte[] start;

    OldKeyEncryption(Func<SymmetricAlgorithm> cipher, byte[] start)
    {
        (this.cipher, this.start) = (cipher, start);
    }

    /// <summary>Null: the key is not encrypted. Throws <see cref="InvalidDataException"/> if the cipher is not supported.</summary>
    /// <param name="body">What stands between the dashes.</param>
    /// <param name="text">The base64 part of it.</param>
    public static OldKeyEncryption? Find(ReadOnlySpan<byte> body, out ReadOnlySpan<byte> text)
    {
        text = body;
        if (body.IndexOf("Proc-Type:"u8) < 0)
            return null;
        string? information = null;
        while (text.IndexOf((byte)'\n') is >= 0 and var end)
        {
            var line = Encoding.ASCII.GetString(text[..end]).Trim();
            text = text[(end + 1)..];
            if (line.Length == 0 && information is not null)
                return Of(information);
            if (line.StartsWith("DEK-Info:", StringComparison.Ordinal))
                information = line["DEK-Info:".Length..].Trim();
        }
        throw new InvalidDataException("Base64 decoding error.");
    }

    /// <summary>The octets of the key, which the caller zeroes. Null: the passphrase is wrong.</summary>
    public byte[]? Decrypt(byte[] octets, byte[] passphrase)
    {
        using var algorithm = cipher();
        var key = KeyOf(passphrase, algorithm.KeySize / 8);
        try
        {
            algorithm.Key = key;
            return algorithm.DecryptCbc(octets, start);
        }
        catch (CryptographicException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    static OldKeyEncryption Of(string information)
    {
        var parts = information.Split(',');
        Func<SymmetricAlgorithm>? cipher = parts[0].ToUpperInvariant() switch
        {
            "AES-128-CBC" => static () => AesOf(128),
            "AES-192-CBC" => static () => AesOf(192),
            "AES-256-CBC" => static () => AesOf(256),
            "DES-EDE3-CBC" => TripleDesOf,
            _ => null,
        };
        if (cipher is null || parts.Length != 2 || !TryHexadecimal(parts[1], out var start))
            throw new InvalidDataException("The requested data were not available.");
        using var example = cipher();
        return start.Length * 8 == example.BlockSize
            ? new OldKeyEncryption(cipher, start)
            : throw new InvalidDataException("The requested data were not available.");
    }

    static bool TryHexadecimal(string digits, out byte[] octets)
    {
        octets = new byte[digits.Length / 2];
        return Convert.FromHexString(digits, octets, out _, out _) == System.Buffers.OperationStatus.Done;
    }

    static Aes AesOf(int bits)
    {
        var aes = Aes.Create();
        aes.KeySize = bits;
        return aes;
    }

    [SuppressMessage("Security", "CA5350", Justification = "the cipher the file was encrypted with")]
    static TripleDES TripleDesOf()
    {
        var cipher = TripleDES.Create();
        cipher.KeySize = 192;
        return cipher;
    }

    // EVP_BytesToKey(3) with MD5, one round, and the first octets of the initialization vector as salt: each block hashes the previous one.
    [SuppressMessage("Security", "CA5351", Justification = "the hash from which such a file derives its key")]
    byte[] KeyOf(byte[] passphrase, int length)
    {
        var key = new byte[length];
        Span<byte> block = stackalloc byte[MD5.HashSizeInBytes];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        for (var done = 0; done < length; done += block.Length)
        {
            if (done > 0)
                hash.AppendData(block);
            hash.AppendData(passphrase);
            hash.AppendData(start.AsSpan(0, SaltLength));
            hash.GetHashAndReset(block);
            block[..Math.Min(block.Length, length - done)].CopyTo(key.AsSpan(done));
        }
        CryptographicOperations.ZeroMemory(block);
        return key;
    }
}
