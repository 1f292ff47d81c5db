namespace Msmtp.Transport.Smtp;

/// <summary>
/// Turns a message, block by block, into what stands between DATA and its final dot: every line ends with CRLF, and a dot at
/// the start of a line is doubled (RFC 5321 §4.5.2). All other octets pass, NUL and 8-bit ones included. Nothing here does I/O.
/// </summary>
/// <remarks>
/// LF, CRLF and a CR alone each end a line. A bare CR must not be sent (RFC 5321 §2.3.8): what some servers take for a
/// line end and others do not is how one message is made to look like two (SMTP smuggling). Turning it into CRLF keeps the
/// text and the mail, and lets all servers see the same lines; msmtp passes it on.
/// </remarks>
sealed class DotStuffer
{
    bool isAtLineStart = true;
    bool isBehindCr;

    /// <summary>Octets taken in so far, with each line end counted as one.</summary>
    public long MessageSize { get; private set; }

    /// <summary>The octets that <see cref="Transform"/> may write for this many.</summary>
    public static int MaxLength(int sourceLength) => 2 * sourceLength;

    /// <summary>The octets that <see cref="Finish"/> may write.</summary>
    public const int MaxFinishLength = 5;

    /// <summary>Transforms one block, cut wherever the reader cut it. Returns the octets written.</summary>
    public int Transform(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var room = destination;
        while (!source.IsEmpty)
        {
            // The CR was the line end already.
            if (isBehindCr && source[0] == '\n')
            {
                isBehindCr = false;
                source = source[1..];
                continue;
            }

            var end = source.IndexOfAny((byte)'\r', (byte)'\n');
            var text = end < 0 ? source : source[..end];
            WriteText(text, ref room);
            isBehindCr = end >= 0 && source[end] == '\r';
            if (end < 0)
                break;
            WriteLineEnd(ref room);
            source = source[(end + 1)..];
        }
        return destination.Length - room.Length;
    }

    /// <summary>Ends the last line, if it had no end, and writes the final dot.</summary>
    public int Finish(Span<byte> destination)
    {
        var room = destination;
        if (!isAtLineStart)
            WriteLineEnd(ref room);
        Write(".\r\n"u8, ref room);
        return destination.Length - room.Length;
    }

    void WriteText(ReadOnlySpan<byte> text, ref Span<byte> room)
    {
        if (text.IsEmpty)
            return;
        if (isAtLineStart && text[0] == '.')
            Write("."u8, ref room);
        isAtLineStart = false;
        MessageSize += text.Length;
        Write(text, ref room);
    }

    void WriteLineEnd(ref Span<byte> room)
    {
        isAtLineStart = true;
        MessageSize++;
        Write("\r\n"u8, ref room);
    }

    static void Write(ReadOnlySpan<byte> octets, ref Span<byte> room)
    {
        octets.CopyTo(room);
        room = room[octets.Length..];
    }
}
