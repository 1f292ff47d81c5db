namespace Msmtp;

/// <summary>
/// Converts a message, block by block, to lines ending with CRLF (RFC 5321 §2.3.8). LF, CRLF and a bare CR each end a line; the last line
/// gets a line end if it has none. All other octets are kept, including NUL and 8-bit ones. Nothing here does I/O.
/// </summary>
/// <remarks>
/// A bare CR must not be sent: some servers take it for a line end and others do not, which makes one message look like two (SMTP
/// smuggling). Converting it to CRLF keeps the text and shows all servers the same lines.
/// </remarks>
sealed class CanonicalLines
{
    bool isInLine;
    bool isBehindCr;

    /// <summary>The octets so far, with each line end counted as one.</summary>
    public long Size { get; private set; }

    /// <summary>The most octets that <see cref="Transform"/> writes for this many.</summary>
    public static int MaxLength(int sourceLength) => 2 * sourceLength;

    /// <summary>The most octets that <see cref="Finish"/> writes.</summary>
    public const int MaxFinishLength = 2;

    /// <summary>Converts one block, which may begin and end anywhere. Returns the number of octets written.</summary>
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

    /// <summary>Ends the last line if necessary. Returns the number of octets written.</summary>
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
        // The CR has ended the line: an LF after it is dropped, and may be in the next block.
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
