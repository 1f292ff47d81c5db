namespace Msmtp.Connector.Tcp;

/// <summary>
/// Steps through DER values (X.690 §8.1, §10.1) without looking at their contents: for data from outside, of which only a part is
/// wanted. Nothing here does I/O.
/// </summary>
static class DerValue
{
    /// <summary>Takes one value off the front. False: there is none, or it is incomplete, and nothing was taken.</summary>
    public static bool TryTake(scoped ref ReadOnlySpan<byte> octets, out byte tag, out ReadOnlySpan<byte> content)
    {
        tag = 0;
        content = default;
        // Tags of more than one octet (X.690 §8.1.2.4) do not occur in certificates.
        if (octets.IsEmpty || (octets[0] & 0x1F) == 0x1F || !TryLength(octets, out var header, out var length) || length > octets.Length - header)
            return false;
        tag = octets[0];
        content = octets.Slice(header, length);
        octets = octets[(header + length)..];
        return true;
    }

    /// <summary>
    /// Reads the length of the first value: one octet below 128, or the count of the octets that hold it. False: it is incomplete.
    /// </summary>
    /// <param name="octets">The value from its tag on; its content need not be present.</param>
    /// <param name="header">The octets before the content.</param>
    /// <param name="length">The octets of the content.</param>
    public static bool TryLength(ReadOnlySpan<byte> octets, out int header, out int length)
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
        // Four octets are accepted where three would do, as in OpenSSL and GnuTLS.
        if (count is 0 or > 4 || octets.Length < header)
            return false;
        foreach (var octet in octets.Slice(2, count))
            length = length << 8 | octet;
        return length >= 0;
    }
}
