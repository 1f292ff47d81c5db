namespace Msmtp.Transport.MailKit;

/// <summary>
/// Makes every line end CRLF (RFC 5321 §2.3.8): LF, CRLF and a CR alone; and gives the last line one. Dots are doubled by MailKit. Nothing
/// here does I/O.
/// </summary>
sealed class LineEnds
{
    bool afterCr;
    bool inLine;

    /// <summary>Octets so far, a line end counted as one.</summary>
    public long Size { get; private set; }

    /// <summary>The longest that so many octets can become.</summary>
    public static int MaxLength(int octets) => 2 * octets + 4;

    public int Transform(ReadOnlySpan<byte> source, Span<byte> target)
    {
        var written = 0;
        foreach (var octet in source)
        {
            var endsLine = octet == '\n' || afterCr;
            if (endsLine)
                written += End(target[written..]);
            afterCr = octet == '\r';
            if (octet is (byte)'\r' or (byte)'\n')
                continue;
            target[written++] = octet;
            inLine = true;
            Size++;
        }
        return written;
    }

    /// <summary>Ends the last line, if it has no end.</summary>
    public int Finish(Span<byte> target) => afterCr || inLine ? End(target) : 0;

    int End(Span<byte> target)
    {
        "\r\n"u8.CopyTo(target);
        afterCr = inLine = false;
        Size++;
        return 2;
    }
}
