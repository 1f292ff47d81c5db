using System.Security.Cryptography;

namespace Msmtp.Secrets.OAuth.Assertions;

/// <summary>
/// An RSA key from PEM: PKCS #8 (RFC 5958), encrypted or not, or PKCS #1 (RFC 8017 §A.1.2). Disposing zeroes what is left of the text.
/// Nothing here does I/O.
/// </summary>
sealed class SigningKey : IDisposable
{
    // RFC 7518 §3.3 and §3.5.
    const int LeastBits = 2048;

    const string Rsa = "1.2.840.113549.1.1.1";

    readonly PemBlock block;

    SigningKey(PemBlock block) => this.block = block;

    /// <summary>A passphrase is needed to open it.</summary>
    public bool IsEncrypted => block.Label == "ENCRYPTED PRIVATE KEY";

    /// <summary>Finds the key in a text.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static SigningKey Read(ReadOnlySpan<byte> pem)
    {
        if (PemBlock.Find(pem, "PRIVATE KEY") is { } block)
            return new SigningKey(block);
        // RFC 1421 §4.6: the header lines in which OpenSSL once said how a key is encrypted; PEM as RFC 7468 §2 has it has none.
        throw new InvalidDataException(pem.IndexOf("Proc-Type:"u8) >= 0
            ? "its key is encrypted in an old way: convert it with openssl pkcs8 -topk8"
            : "it has no private key in PEM");
    }

    /// <summary>The runtime's key, which the caller disposes.</summary>
    /// <param name="passphrase">The passphrase; null if none is needed.</param>
    /// <exception cref="InvalidDataException">It is no RSA key of at least 2048 bits.</exception>
    /// <exception cref="CryptographicException">It is damaged, or the passphrase is wrong.</exception>
    public RSA Open(Secret? passphrase)
    {
        var key = RSA.Create();
        try
        {
            Import(key, passphrase);
            return key.KeySize >= LeastBits
                ? key
                : throw new InvalidDataException($"its key has {key.KeySize} bits, and needs 2048 or more");
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    public void Dispose() => block.Dispose();

    void Import(RSA key, Secret? passphrase)
    {
        switch (block.Label)
        {
            case "ENCRYPTED PRIVATE KEY" when passphrase is not null:
                key.ImportEncryptedPkcs8PrivateKey(passphrase.Reveal(), block.Der, out _);
                break;
            case "PRIVATE KEY" when AlgorithmOf(block.Der) is null or Rsa:
                key.ImportPkcs8PrivateKey(block.Der, out _);
                break;
            case "RSA PRIVATE KEY":
                key.ImportRSAPrivateKey(block.Der, out _);
                break;
            default:
                throw new InvalidDataException("its key is not an RSA key, which the signature needs");
        }
    }

    // RFC 5958 §2: SEQUENCE { version INTEGER, SEQUENCE { algorithm OBJECT IDENTIFIER, ... }, ... }. Null: it is damaged.
    static string? AlgorithmOf(byte[] der)
    {
        try
        {
            var content = new System.Formats.Asn1.AsnReader(der, System.Formats.Asn1.AsnEncodingRules.BER).ReadSequence();
            content.ReadIntegerBytes();
            return content.ReadSequence().ReadObjectIdentifier();
        }
        catch (System.Formats.Asn1.AsnContentException)
        {
            return null;
        }
    }
}
