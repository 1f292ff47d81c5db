using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace Msmtp.Connector.Tcp;

// RFC 5958 §3: EncryptedPrivateKeyInfo ::= SEQUENCE { SEQUENCE { scheme OBJECT IDENTIFIER, parameters ANY }, OCTET STRING }
// RFC 8018 §A.4: the parameters of PBES2 ::= SEQUENCE { kdf AlgorithmIdentifier, encryption AlgorithmIdentifier }

/// <summary>
/// Imports a key in one of its formats. Null: it is not a key, or the passphrase is wrong, which the runtime does not tell apart, or
/// its curve is not supported. Whether it is RSA or an elliptic curve the key itself says.
/// </summary>
static class KeyImport
{
    const string Pbes2 = "1.2.840.113549.1.5.13";
    const string Pbkdf2 = "1.2.840.113549.1.5.12";

    // RFC 7292 §C: Triple-DES with three keys and with two, which derive the key from characters. The other schemes of PKCS #5 and
    // #12 need DES and RC2, which the libraries no longer have.
    static readonly string[] Pkcs12Schemes = ["1.2.840.113549.1.12.1.3", "1.2.840.113549.1.12.1.4"];

    // RFC 8018 §B.2: AES-128-CBC, AES-192-CBC, AES-256-CBC, DES-EDE3-CBC.
    static readonly string[] Ciphers =
        ["2.16.840.1.101.3.4.1.2", "2.16.840.1.101.3.4.1.22", "2.16.840.1.101.3.4.1.42", "1.2.840.113549.3.7"];

    public static AsymmetricAlgorithm? Pkcs8(byte[] der) =>
        Try(RSA.Create(), der, static (key, octets) => key.ImportPkcs8PrivateKey(octets, out _))
            ?? Try(ECDsa.Create(), der, static (key, octets) => key.ImportPkcs8PrivateKey(octets, out _));

    /// <summary>RFC 8017 §A.1.2.</summary>
    public static AsymmetricAlgorithm? Pkcs1(byte[] der) =>
        Try(RSA.Create(), der, static (key, octets) => key.ImportRSAPrivateKey(octets, out _));

    /// <summary>RFC 5915 §3.</summary>
    public static AsymmetricAlgorithm? Sec1(byte[] der) =>
        Try(ECDsa.Create(), der, static (key, octets) => key.ImportECPrivateKey(octets, out _));

    public static AsymmetricAlgorithm? EncryptedPkcs8(byte[] der, byte[] passphrase)
    {
        return Try(RSA.Create(), der, Import) ?? Try(ECDsa.Create(), der, Import);

        void Import(AsymmetricAlgorithm key, byte[] octets) => key.ImportEncryptedPkcs8PrivateKey(passphrase.AsSpan(), octets, out _);
    }

    public static AsymmetricAlgorithm? EncryptedPkcs8WithCharacters(byte[] der, byte[] passphrase)
    {
        var characters = new char[Encoding.UTF8.GetCharCount(passphrase)];
        Encoding.UTF8.GetChars(passphrase, characters);
        try
        {
            return Try(RSA.Create(), der, Import) ?? Try(ECDsa.Create(), der, Import);
        }
        finally
        {
            Array.Clear(characters);
        }

        void Import(AsymmetricAlgorithm key, byte[] octets) => key.ImportEncryptedPkcs8PrivateKey(characters.AsSpan(), octets, out _);
    }

    /// <summary>The form in which an encrypted key in DER takes its passphrase.</summary>
    public static PassphraseForm FormOfPassphrase(byte[] der)
    {
        try
        {
            var scheme = new AsnReader(der, AsnEncodingRules.BER).ReadSequence().ReadSequence();
            var name = scheme.ReadObjectIdentifier();
            if (Pkcs12Schemes.Contains(name))
                return PassphraseForm.Characters;
            if (name != Pbes2)
                return PassphraseForm.Unknown;
            var parts = scheme.ReadSequence();
            var isKnown = parts.ReadSequence().ReadObjectIdentifier() == Pbkdf2 && Ciphers.Contains(parts.ReadSequence().ReadObjectIdentifier());
            return isKnown ? PassphraseForm.Octets : PassphraseForm.Unknown;
        }
        catch (AsnContentException)
        {
            return PassphraseForm.Unknown;
        }
    }

    static AsymmetricAlgorithm? Try<TKey>(TKey key, byte[] der, Action<TKey, byte[]> import)
        where TKey : AsymmetricAlgorithm
    {
        try
        {
            import(key, der);
            return key;
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            key.Dispose();
            return null;
        }
    }
}

/// <summary>The form of a passphrase from which a key is derived.</summary>
enum PassphraseForm
{
    /// <summary>The key's encryption is not supported.</summary>
    Unknown,

    /// <summary>Octets (RFC 8018 §5).</summary>
    Octets,

    /// <summary>UTF-16 characters (RFC 7292 §B.1).</summary>
    Characters,
}
