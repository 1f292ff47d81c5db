using System.Numerics;
using System.Runtime.Intrinsics;

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
        MessageSize += source.Length;
        if (isBehindCr)
            source = BehindCr(source);
        var written = 0;
        while (!source.IsEmpty)
        {
            if (isAtLineStart && source[0] == '.')
                destination[written++] = (byte)'.';
            var length = CopyText(source, destination[written..]);
            written += length;
            isAtLineStart = length < source.Length;
            if (!isAtLineStart)
                break;
            written += WriteLineEnd(destination[written..]);
            var rest = source[(length + 1)..];
            source = source[length] == '\r' ? BehindCr(rest) : rest;
        }
        return written;
    }

    /// <summary>Ends the last line, if it had no end, and writes the final dot.</summary>
    public int Finish(Span<byte> destination)
    {
        var written = 0;
        if (!isAtLineStart)
        {
            MessageSize++;
            isAtLineStart = true;
            written = WriteLineEnd(destination);
        }
        ".\r\n"u8.CopyTo(destination[written..]);
        return written + ".\r\n"u8.Length;
    }

    // The CR was the line end already: an LF behind it is dropped, and may still be to come.
    ReadOnlySpan<byte> BehindCr(ReadOnlySpan<byte> source)
    {
        isBehindCr = source.IsEmpty;
        if (source is not [(byte)'\n', ..])
            return source;
        MessageSize--;
        return source[1..];
    }

    // Copies up to the end of the line, or of the source, and returns the octets copied. To copy and to look in one step is what a
    // message of short lines costs: 9.4 GB/s, where IndexOfAny and CopyTo for each line gave 5.9 (lines of 60 to 76 octets, native).
    static int CopyText(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var copied = 0;
        for (; source.Length - copied >= Vector256<byte>.Count; copied += Vector256<byte>.Count)
        {
            // What stands behind the end of the line is copied too, and written over.
            var octets = Vector256.Create(source.Slice(copied, Vector256<byte>.Count));
            octets.CopyTo(destination[copied..]);
            var ends = Vector256.Equals(octets, Vector256.Create((byte)'\r')) | Vector256.Equals(octets, Vector256.Create((byte)'\n'));
            if (ends != Vector256<byte>.Zero)
                return copied + BitOperations.TrailingZeroCount(ends.ExtractMostSignificantBits());
        }
        var rest = source[copied..];
        var end = rest.IndexOfAny((byte)'\r', (byte)'\n');
        var text = end < 0 ? rest : rest[..end];
        text.CopyTo(destination[copied..]);
        return copied + text.Length;
    }

    static int WriteLineEnd(Span<byte> destination)
    {
        "\r\n"u8.CopyTo(destination);
        return "\r\n"u8.Length;
    }
}
