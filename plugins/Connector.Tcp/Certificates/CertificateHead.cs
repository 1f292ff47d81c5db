namespace Msmtp.Connector.Tcp;

// RFC 5280 §4.1:
//   Certificate    ::= SEQUENCE { tbsCertificate, ... }
//   TBSCertificate ::= SEQUENCE { [0] version OPTIONAL, serialNumber INTEGER, signature SEQUENCE, issuer Name,
//                                 validity SEQUENCE, subject Name, ... }
// The runtime's reader needs the whole value, and here only its beginning is present. Nothing here does I/O.

/// <summary>Reads the first octets of a certificate in DER.</summary>
static class CertificateHead
{
    const byte Version = 0xA0;
    const byte Integer = 0x02;
    const byte Sequence = 0x30;
    const byte BitString = 0x03;

    /// <summary>Throws <see cref="InvalidDataException"/> if, judging by its outermost parts, this is not a certificate.</summary>
    /// <param name="whole">All its octets.</param>
    public static void Check(ReadOnlySpan<byte> whole)
    {
        var certificate = whole;
        if (certificate is not [Sequence, ..])
            throw new InvalidDataException("ASN1 parser: Error in TAG.");
        var isOne = DerValue.TryTake(ref certificate, out _, out var parts) && certificate.IsEmpty
            && TryTake(ref parts, Sequence, out _) && TryTake(ref parts, Sequence, out _) && TryTake(ref parts, BitString, out _) && parts.IsEmpty
            && TrySubject(whole, out _);
        if (!isOne)
            throw new InvalidDataException("ASN1 parser: Error in DER parsing.");
    }

    /// <summary>Finds the subject, with its tag and length. False: it is incomplete, or this is not a certificate.</summary>
    public static bool TrySubject(ReadOnlySpan<byte> head, out ReadOnlySpan<byte> subject)
    {
        subject = default;
        if (!TryEnter(ref head) || !TryEnter(ref head))
            return false;
        if (head is [Version, ..] && !TryTake(ref head, Version, out _))
            return false;
        return TryTake(ref head, Integer, out _)
            && TryTake(ref head, Sequence, out _)
            && TryTake(ref head, Sequence, out _)
            && TryTake(ref head, Sequence, out _)
            && TryTake(ref head, Sequence, out subject);
    }

    static bool TryEnter(scoped ref ReadOnlySpan<byte> octets)
    {
        if (octets is not [Sequence, ..] || !DerValue.TryLength(octets, out var header, out _))
            return false;
        octets = octets[header..];
        return true;
    }

    static bool TryTake(scoped ref ReadOnlySpan<byte> octets, byte tag, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (octets.IsEmpty || octets[0] != tag || !DerValue.TryLength(octets, out var header, out var length) || length > octets.Length - header)
            return false;
        value = octets[..(header + length)];
        octets = octets[(header + length)..];
        return true;
    }
}
