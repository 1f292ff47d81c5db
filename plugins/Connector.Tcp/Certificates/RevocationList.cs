using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Connector.Tcp;

// RFC 5280 §5.1:
//   TBSCertList ::= SEQUENCE { version INTEGER OPTIONAL, signature AlgorithmIdentifier, issuer Name, thisUpdate Time,
//     nextUpdate Time OPTIONAL, revokedCertificates SEQUENCE OF SEQUENCE { userCertificate INTEGER, ... } OPTIONAL,
//     [0] EXPLICIT SEQUENCE OF Extension OPTIONAL }
// As in msmtp, a list that is past its next update still counts: what it revokes stays revoked.

/// <summary>The certificates that one authority has revoked.</summary>
sealed class RevocationList
{
    const string IssuingDistributionPoint = "2.5.29.28";
    static readonly Asn1Tag Extensions = new(TagClass.ContextSpecific, 0);
    static readonly Asn1Tag IndirectCrl = new(TagClass.ContextSpecific, 4);

    readonly SignedOctets signed;
    readonly byte[] issuer;
    readonly HashSet<string> serials = [];

    RevocationList(SignedOctets signed, AsnReader content)
    {
        this.signed = signed;
        if (content.PeekTag() == Asn1Tag.Integer)
            content.ReadIntegerBytes();
        content.ReadSequence();
        issuer = content.ReadEncodedValue().ToArray();
        SkipTime(content);
        SkipTime(content);
        if (content.HasData && content.PeekTag() is { TagClass: TagClass.Universal, TagValue: (int)UniversalTagNumber.Sequence })
            ReadSerials(content.ReadSequence());
        if (content.HasData)
            CheckExtensions(content.ReadSequence(Extensions).ReadSequence());
    }

    /// <summary>All lists in a PEM text. Throws <see cref="InvalidDataException"/> if there is none, or one cannot be used.</summary>
    public static IReadOnlyList<RevocationList> ReadAll(ReadOnlySpan<byte> pem)
    {
        var lists = new List<RevocationList>();
        var blocks = new PemBlocks(pem);
        while (blocks.MoveNext())
        {
            if (blocks.IsRevocationList)
                lists.Add(Decode(blocks.Decode()));
        }
        if (blocks.HasPassedBroken)
            throw new InvalidDataException("Base64 unexpected header error.");
        return lists.Count > 0 ? lists : throw new InvalidDataException("Base64 decoding error.");
    }

    /// <summary>Whether this authority has signed this list, and revoked the certificate with it.</summary>
    public bool Revokes(X509Certificate2 certificate, X509Certificate2 authority) =>
        issuer.AsSpan().SequenceEqual(certificate.IssuerName.RawData)
        && serials.Contains(Serial(certificate.SerialNumberBytes.Span))
        && signed.IsSignedBy(authority);

    static RevocationList Decode(byte[] der)
    {
        try
        {
            var signed = SignedOctets.Decode(der);
            // The user who configured the list must not be left believing that it takes effect.
            if (!signed.CanBeChecked)
                throw new InvalidDataException("The revocation list is signed with an algorithm that is not supported.");
            return new RevocationList(signed, new AsnReader(signed.Content, AsnEncodingRules.DER).ReadSequence());
        }
        catch (AsnContentException e)
        {
            throw new InvalidDataException("ASN1 parser: Error in DER parsing.", e);
        }
    }

    static void SkipTime(AsnReader content)
    {
        if (content.HasData && (content.PeekTag() == Asn1Tag.UtcTime || content.PeekTag() == Asn1Tag.GeneralizedTime))
            content.ReadEncodedValue();
    }

    static string Serial(ReadOnlySpan<byte> bigEndian) => Convert.ToHexString(bigEndian.TrimStart((byte)0));

    void ReadSerials(AsnReader entries)
    {
        while (entries.HasData)
            serials.Add(Serial(entries.ReadSequence().ReadIntegerBytes().Span));
    }

    // RFC 5280 §5.2: a list with a critical extension that is not understood must not be used. The user who configured it is told.
    static void CheckExtensions(AsnReader extensions)
    {
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var name = extension.ReadObjectIdentifier();
            var isCritical = extension.PeekTag() == Asn1Tag.Boolean && extension.ReadBoolean();
            if (isCritical && !(name == IssuingDistributionPoint && IsOfItsIssuerAlone(extension.ReadOctetString())))
                throw new InvalidDataException($"The revocation list has a critical extension that is not supported ({name}).");
        }
    }

    // RFC 5280 §5.2.5: a subset of the authority's own certificates is fine, certificates of other issuers are not.
    static bool IsOfItsIssuerAlone(byte[] distributionPoint)
    {
        var parts = new AsnReader(distributionPoint, AsnEncodingRules.DER).ReadSequence();
        while (parts.HasData)
        {
            if (parts.PeekTag().HasSameClassAndValue(IndirectCrl))
                return !parts.ReadBoolean(IndirectCrl);
            parts.ReadEncodedValue();
        }
        return true;
    }
}
