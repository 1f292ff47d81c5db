using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Connector.Tcp;

// RFC 5280 §4.1 and §5.1, the same for certificates and revocation lists:
//   SEQUENCE { tbs SEQUENCE, signatureAlgorithm AlgorithmIdentifier, signature BIT STRING }

/// <summary>A structure that an authority has signed.</summary>
sealed class SignedOctets
{
    SignedOctets(ReadOnlyMemory<byte> content, SignatureAlgorithm algorithm, byte[] signature)
    {
        Content = content;
        Algorithm = algorithm;
        Signature = signature;
    }

    /// <summary>The signed content, in DER.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    public SignatureAlgorithm Algorithm { get; }

    byte[] Signature { get; }

    /// <summary>Throws <see cref="AsnContentException"/> if it is not such a structure.</summary>
    public static SignedOctets Decode(ReadOnlyMemory<byte> der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var parts = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var content = parts.ReadEncodedValue();
        var algorithm = SignatureAlgorithm.Read(parts);
        var signature = parts.ReadBitString(out var unused);
        parts.ThrowIfNotEmpty();
        if (unused != 0)
            throw new AsnContentException();
        return new SignedOctets(content, algorithm, signature);
    }

    /// <summary>Signatures of this kind can be checked here.</summary>
    public bool CanBeChecked => Algorithm.Hash is not null && Algorithm.Hash != HashAlgorithmName.MD5;

    /// <summary>Whether the signature was made with this certificate's key. False for obsolete algorithms, too.</summary>
    public bool IsSignedBy(X509Certificate2 issuer)
    {
        if (Algorithm.Hash is not { } hash)
            return false;
        try
        {
            using var rsa = issuer.GetRSAPublicKey();
            if (rsa is not null)
                return Algorithm.Padding is { } padding && rsa.VerifyData(Content.Span, Signature, hash, padding);
            using var ecdsa = issuer.GetECDsaPublicKey();
            return ecdsa is not null && Algorithm.Padding is null
                && ecdsa.VerifyData(Content.Span, Signature, hash, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
