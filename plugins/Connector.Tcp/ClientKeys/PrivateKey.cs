using System.Buffers.Text;
using System.Security.Cryptography;

namespace Msmtp.Connector.Tcp;

/// <summary>
/// A private key from PEM, open or still encrypted: PKCS #8 (RFC 5958, RFC 7468 §10 and §11), or what OpenSSL wrote before that.
/// Nothing here does I/O. Disposing zeroes this object's copy of the key.
/// </summary>
sealed class PrivateKey : IDisposable
{
    readonly byte[] der;
    readonly Func<byte[], byte[], AsymmetricAlgorithm?> open;

    PrivateKey(byte[] der, bool isEncrypted, Func<byte[], byte[], AsymmetricAlgorithm?> open)
    {
        (this.der, this.open) = (der, open);
        IsEncrypted = isEncrypted;
    }

    /// <summary>A passphrase is needed to open it.</summary>
    public bool IsEncrypted { get; }

    /// <summary>
    /// Finds the key in a text. Throws <see cref="InvalidDataException"/>, in GnuTLS's words, if there is none, or its encryption is not
    /// supported.
    /// </summary>
    public static PrivateKey Read(ReadOnlySpan<byte> pem)
    {
        var blocks = new PemBlocks(pem);
        while (blocks.MoveNext())
        {
            if (Of(blocks) is { } key)
                return key;
        }
        throw new InvalidDataException("The requested data were not available.");
    }

    /// <summary>
    /// The runtime's key, which the caller disposes. Null: it is encrypted, and the passphrase is wrong. Throws
    /// <see cref="InvalidDataException"/> if it is not encrypted, and malformed.
    /// </summary>
    /// <param name="passphrase">UTF-8 octets; empty if none is needed. The caller keeps them.</param>
    public AsymmetricAlgorithm? Open(byte[] passphrase)
    {
        var key = open(der, passphrase);
        return key is null && !IsEncrypted ? throw new InvalidDataException("ASN1 parser: Error in DER parsing.") : key;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(der);

    static PrivateKey? Of(PemBlocks block)
    {
        if (block.Label.SequenceEqual("PRIVATE KEY"u8))
            return new PrivateKey(Decode(block.Body), false, static (der, _) => KeyImport.Pkcs8(der));
        if (block.Label.SequenceEqual("ENCRYPTED PRIVATE KEY"u8))
            return Pkcs8(Decode(block.Body));
        if (block.Label.SequenceEqual("RSA PRIVATE KEY"u8))
            return Old(block.Body, KeyImport.Pkcs1);
        return block.Label.SequenceEqual("EC PRIVATE KEY"u8) ? Old(block.Body, KeyImport.Sec1) : null;
    }

    static PrivateKey Pkcs8(byte[] der) => KeyImport.FormOfPassphrase(der) switch
    {
        PassphraseForm.Octets => new PrivateKey(der, true, KeyImport.EncryptedPkcs8),
        PassphraseForm.Characters => new PrivateKey(der, true, KeyImport.EncryptedPkcs8WithCharacters),
        _ => throw new InvalidDataException("The requested data were not available."),
    };

    static PrivateKey Old(ReadOnlySpan<byte> body, Func<byte[], AsymmetricAlgorithm?> import)
    {
        if (OldKeyEncryption.Find(body, out var text) is not { } encryption)
            return new PrivateKey(Decode(body), false, (der, _) => import(der));
        return new PrivateKey(Decode(text), true, (der, passphrase) =>
        {
            var plain = encryption.Decrypt(der, passphrase);
            try
            {
                return plain is null ? null : import(plain);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(plain);
            }
        });
    }

    // Not with PemBlocks.Decode, whose array cannot be zeroed.
    static byte[] Decode(ReadOnlySpan<byte> text)
    {
        if (!Base64.IsValid(text, out var length))
            throw new InvalidDataException("Base64 decoding error.");
        var octets = new byte[length];
        Base64.DecodeFromUtf8(text, octets, out _, out _);
        return octets;
    }
}
