namespace Msmtp;

/// <summary>
/// Turns a message, block by block, into the lines of RFC 5321 §2.3.8, each ended by CRLF. LF, CRLF and a CR alone each end a line; the
/// last line is given an end if it has none. All other octets pass, NUL and 8-bit ones included. Nothing here does I/O.
/// </summary>
/// <remarks>
/// A bare CR must not be sent: what some servers take for a line end and others do not is how one message is made to look like two
/// (SMTP smuggling). Turning it into CRLF keeps the text, and lets all servers see the same lines.
/// </remarks>
sealed class CanonicalLines
{
    bool isInLine;
    bool isBehindCr;

    /// <summary>Octets so far, with each line end counted as one.</summary>
    public long Size { get; private set; }

    /// <summary>The octets that <see cref="Transform"/> may write for this many.</summary>
    public static int MaxLength(int sourceLength) => 2 * sourceLength;

    /// <summary>The octets that <see cref="Finish"/> may write.</summary>
    public const int MaxFinishLength = 2;

    /// <summary>Transforms one block, cut wherever the reader cut it. Returns the octets written.</summary>
    public int Transform(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var written = 0;
        while (!source.IsEmpty)
        {
            if (isBehindCr && source[0] == '\n')
                source = source[1..];
            isBehindCr = false;
            written += TakeLine(ref source, destination[written..]);
        }
        return written;
    }

    /// <summary>Ends the last line, if it had no end. Returns the octets written.</summary>
    public int Finish(Span<byte> destination) => isInLine ? End(destination) : 0;

    int TakeLine(ref ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var length = source.IndexOfAny((byte)'\r', (byte)'\n');
        var text = length < 0 ? source : source[..length];
        text.CopyTo(destination);
        Size += text.Length;
        isInLine |= !text.IsEmpty;
        if (length < 0)
        {
            source = default;
            return text.Length;
        }
        // The CR is the line end already: an LF behind it is dropped, and may still be to come.
        isBehindCr = source[length] == '\r';
        source = source[(length + 1)..];
        return text.Length + End(destination[text.Length..]);
    }

    int End(Span<byte> destination)
    {
        "\r\n"u8.CopyTo(destination);
        Size++;
        isInLine = false;
        return "\r\n"u8.Length;
    }
}
