namespace Msmtp.Transport.Smtp;

// RFC 5280 §4.1:
//   Certificate    ::= SEQUENCE { tbsCertificate, ... }
//   TBSCertificate ::= SEQUENCE { [0] version OPTIONAL, serialNumber INTEGER, signature SEQUENCE, issuer Name,
//                                 validity SEQUENCE, subject Name, ... }
// The runtime's reader wants a value to be there to its end, and here it is not. Nothing here does I/O.

/// <summary>Looks into the first octets of a certificate in DER.</summary>
static class CertificateHead
{
    const byte Version = 0xA0;
    const byte Integer = 0x02;
    const byte Sequence = 0x30;

    /// <summary>Finds the subject, with its tag and length. False: it is not whole, or this is no certificate.</summary>
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
        if (octets is not [Sequence, ..] || !TryLength(octets, out var header, out _))
            return false;
        octets = octets[header..];
        return true;
    }

    static bool TryTake(scoped ref ReadOnlySpan<byte> octets, byte tag, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (octets.IsEmpty || octets[0] != tag || !TryLength(octets, out var header, out var length) || length > octets.Length - header)
            return false;
        value = octets[..(header + length)];
        octets = octets[(header + length)..];
        return true;
    }

    // X.690 §10.1: the length of the contents in one octet below 128, or the number of the octets that hold it.
    static bool TryLength(ReadOnlySpan<byte> octets, out int header, out int length)
    {
        (header, length) = (2, 0);
        if (octets.Length < 2)
            return false;
        if (octets[1] < 0x80)
        {
            length = octets[1];
            return true;
        }
        var count = octets[1] - 0x80;
        header += count;
        if (count is 0 or > 3 || octets.Length < header)
            return false;
        foreach (var octet in octets.Slice(2, count))
            length = length << 8 | octet;
        return true;
    }
}
