using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Msmtp.Connector.Tcp;

/// <summary>How a certificate or a revocation list was signed.</summary>
/// <param name="Hash">The hash; null: the algorithm has none of its own, or is unknown.</param>
/// <param name="Padding">The RSA padding; null: this is not RSA.</param>
sealed record SignatureAlgorithm(HashAlgorithmName? Hash, RSASignaturePadding? Padding)
{
    /// <summary>
    /// Other content with the same signature can be found (RFC 6151 §2, RFC 6194 §3), so that the signature proves nothing.
    /// </summary>
    public bool IsForgeable => Hash == HashAlgorithmName.MD5 || Hash == HashAlgorithmName.SHA1;

    static readonly Asn1Tag HashTag = new(TagClass.ContextSpecific, 0);

    /// <summary>Reads an AlgorithmIdentifier (RFC 5280 §4.1.1.2).</summary>
    public static SignatureAlgorithm Read(AsnReader reader)
    {
        var parts = reader.ReadSequence();
        return parts.ReadObjectIdentifier() switch
        {
            // MD2 and MD4 are no better than MD5; such signatures are not checked.
            "1.2.840.113549.1.1.2" or "1.2.840.113549.1.1.3" or "1.2.840.113549.1.1.4" => new(HashAlgorithmName.MD5, null),
            "1.2.840.113549.1.1.5" => new(HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1),
            "1.2.840.113549.1.1.11" => new(HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "1.2.840.113549.1.1.12" => new(HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
            "1.2.840.113549.1.1.13" => new(HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
            "1.2.840.113549.1.1.10" => new(PssHash(parts), RSASignaturePadding.Pss),
            "1.2.840.10045.4.1" or "1.2.840.10040.4.3" => new(HashAlgorithmName.SHA1, null),
            "1.2.840.10045.4.3.2" => new(HashAlgorithmName.SHA256, null),
            "1.2.840.10045.4.3.3" => new(HashAlgorithmName.SHA384, null),
            "1.2.840.10045.4.3.4" => new(HashAlgorithmName.SHA512, null),
            _ => new(null, null),
        };
    }

    // RFC 4055 §3.1: the hash is in the parameters; if left out it is SHA-1.
    static HashAlgorithmName? PssHash(AsnReader parts)
    {
        if (!parts.HasData)
            return null;
        var parameters = parts.ReadSequence();
        if (!parameters.HasData || parameters.PeekTag() is not { TagClass: TagClass.ContextSpecific, TagValue: 0 })
            return HashAlgorithmName.SHA1;
        return parameters.ReadSequence(HashTag).ReadSequence().ReadObjectIdentifier() switch
        {
            "2.16.840.1.101.3.4.2.1" => HashAlgorithmName.SHA256,
            "2.16.840.1.101.3.4.2.2" => HashAlgorithmName.SHA384,
            "2.16.840.1.101.3.4.2.3" => HashAlgorithmName.SHA512,
            _ => null,
        };
    }
}
