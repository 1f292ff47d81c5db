using System.Formats.Asn1;
using Msmtp.TestKit;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Msmtp.Connector.Tcp.Tests.Certificates;

public sealed class RevocationListTests
{
    static readonly Authority Root = new("Root");

    /// <summary>A list with a critical extension that says: these are the certificates of others.</summary>
    internal static string IndirectPem(Authority authority) =>
        WithDistributionPoint(authority, static point => point.WriteBoolean(true, new Asn1Tag(TagClass.ContextSpecific, 4)));

    [Fact]
    public void A_list_without_entries_revokes_nothing()
    {
        var list = Assert.Single(RevocationList.ReadAll(Encoding.ASCII.GetBytes(new Authority("Empty").RevocationListPem())));

        Assert.False(list.Revokes(Root.Issue("a"), Root.Certificate));
    }

    [Fact]
    public void A_list_for_a_part_of_the_certificates_is_used()
    {
        var pem = WithDistributionPoint(Root, static point => point.WriteBoolean(true, new Asn1Tag(TagClass.ContextSpecific, 1)));

        Assert.Single(RevocationList.ReadAll(Encoding.ASCII.GetBytes(pem)));
    }

    // RFC 5280 §5.2.4: what has changed since another list, and no list of its own.
    [Fact]
    public void A_list_of_changes_is_refused()
    {
        var pem = WithExtension(Root, "2.5.29.27", static number => number.WriteInteger(1));

        var failure = Assert.Throws<InvalidDataException>(() => RevocationList.ReadAll(Encoding.ASCII.GetBytes(pem)));

        Assert.Equal("The revocation list has a critical extension that is not supported (2.5.29.27).", failure.Message);
    }

    [Fact]
    public void A_list_whose_signature_cannot_be_checked_is_refused()
    {
        var pem = Authority.WithRsa("Old").RevocationListPem();
        var der = Convert.FromBase64String(string.Concat(pem.Split('\n')[1..^1]));
        // Both places of sha256WithRSAEncryption become md5WithRSAEncryption (RFC 3279 §2.2.1).
        var name = new byte[] { 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B };
        for (var place = der.AsSpan().IndexOf(name); place >= 0; place = der.AsSpan().IndexOf(name))
            der[place + 8] = 4;

        var failure = Assert.Throws<InvalidDataException>(() => RevocationList.ReadAll(Encoding.ASCII.GetBytes(PemEncoding.WriteString("X509 CRL", der))));

        Assert.Equal("The revocation list is signed with an algorithm that is not supported.", failure.Message);
    }

    [Fact]
    public void A_list_that_is_cut_anywhere_is_refused()
    {
        var authority = new Authority("Cut");
        var pem = authority.Revoke(authority.Issue("a")).RevocationListPem();
        var der = Convert.FromBase64String(string.Concat(pem.Split('\n')[1..^1]));

        for (var length = 0; length < der.Length; length++)
        {
            var cut = PemEncoding.WriteString("X509 CRL", der.AsSpan(0, length));
            Assert.Throws<InvalidDataException>(() => RevocationList.ReadAll(Encoding.ASCII.GetBytes(cut)));
        }
    }

    [Fact]
    public void A_list_with_octets_behind_it_is_refused()
    {
        var der = Convert.FromBase64String(string.Concat(Root.RevocationListPem().Split('\n')[1..^1]));

        var pem = PemEncoding.WriteString("X509 CRL", [.. der, 0]);

        Assert.Throws<InvalidDataException>(() => RevocationList.ReadAll(Encoding.ASCII.GetBytes(pem)));
    }

    [Fact]
    public void A_list_that_was_changed_revokes_nothing()
    {
        var authority = new Authority("Changed");
        var (one, other) = (authority.Issue("a"), authority.Issue("b"));
        var der = Convert.FromBase64String(string.Concat(authority.Revoke(one).RevocationListPem().Split('\n')[1..^1]));

        var serial = der.AsSpan().IndexOf(one.SerialNumberBytes.Span);
        other.SerialNumberBytes.Span.CopyTo(der.AsSpan(serial));
        var list = Assert.Single(RevocationList.ReadAll(Encoding.ASCII.GetBytes(PemEncoding.WriteString("X509 CRL", der))));

        Assert.False(list.Revokes(other, authority.Certificate));
    }

    // The builder of the runtime takes no extensions: this one signs a list by hand.
    static string WithDistributionPoint(Authority authority, Action<AsnWriter> write) => WithExtension(authority, "2.5.29.28", point =>
    {
        using (point.PushSequence())
            write(point);
    });

    static string WithExtension(Authority authority, string name, Action<AsnWriter> write)
    {
        var content = new AsnWriter(AsnEncodingRules.DER);
        using (content.PushSequence())
        {
            content.WriteInteger(1);
            WriteAlgorithm(content);
            content.WriteEncodedValue(authority.Certificate.SubjectName.RawData);
            content.WriteUtcTime(Authority.Year(2020));
            WriteExtension(content, name, write);
        }
        var key = authority.Certificate.GetECDsaPrivateKey()!;
        var list = new AsnWriter(AsnEncodingRules.DER);
        using (list.PushSequence())
        {
            list.WriteEncodedValue(content.Encode());
            WriteAlgorithm(list);
            list.WriteBitString(key.SignData(content.Encode(), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        }
        return PemEncoding.WriteString("X509 CRL", list.Encode());
    }

    static void WriteExtension(AsnWriter writer, string name, Action<AsnWriter> write)
    {
        var point = new AsnWriter(AsnEncodingRules.DER);
        write(point);
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(name);
            writer.WriteBoolean(true);
            writer.WriteOctetString(point.Encode());
        }
    }

    static void WriteAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence())
            writer.WriteObjectIdentifier("1.2.840.10045.4.3.2");
    }
}
