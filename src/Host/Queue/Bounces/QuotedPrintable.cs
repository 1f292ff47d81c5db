namespace Msmtp.Hosting;

/// <summary>Text in quoted-printable (RFC 2045 §6.7), in lines that end with LF. Nothing here does I/O.</summary>
static class QuotedPrintable
{
    // RFC 2045 §6.7 (5): a line has at most 76 characters, with the equals sign that continues it.
    const int LineLimit = 75;

    /// <summary>Its octets, or the length of its lines, need an encoding.</summary>
    public static bool IsNeeded(ReadOnlySpan<byte> text)
    {
        // RFC 5322 §2.1.1.
        const int longest = 998;
        if (text.ContainsAnyExceptInRange((byte)'\t', (byte)'~') || text.Contains((byte)'\r'))
            return true;
        foreach (var line in text.Split((byte)'\n'))
            if (line.End.Value - line.Start.Value > longest)
                return true;
        return false;
    }

    public static byte[] Encode(ReadOnlySpan<byte> text)
    {
        var result = new MemoryStream();
        var column = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                result.WriteByte((byte)'\n');
                column = 0;
                continue;
            }
            var isPlain = IsPlain(text, i);
            if (column + (isPlain ? 1 : 3) > LineLimit)
            {
                result.Write("=\n"u8);
                column = 0;
            }
            column += isPlain ? 1 : 3;
            if (isPlain)
                result.WriteByte(text[i]);
            else
                Write(result, text[i]);
        }
        return result.ToArray();
    }

    // RFC 2045 §6.7 (3): a blank at the end of a line is encoded.
    static bool IsPlain(ReadOnlySpan<byte> text, int at) => text[at] switch
    {
        (byte)'=' => false,
        (byte)' ' or (byte)'\t' => at + 1 < text.Length && text[at + 1] != '\n',
        _ => text[at] is > (byte)' ' and <= (byte)'~',
    };

    static void Write(MemoryStream result, byte octet)
    {
        var digits = "0123456789ABCDEF"u8;
        result.Write([(byte)'=', digits[octet >> 4], digits[octet & 15]]);
    }
}
