using System.Diagnostics.CodeAnalysis;
using Msmtp.Text;

namespace Msmtp.Transport.Smtp;

/// <summary>
/// Replies in their wire format (RFC 5321 §4.2). Nothing here does I/O.
/// <code>
/// Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code SP [ textstring ] CRLF
/// </code>
/// As in msmtp, and unlike the grammar, a line must have a fourth octet, and may end with a bare LF.
/// </summary>
static class ReplyParser
{
    /// <summary>The most lines in a reply.</summary>
    public const int MaxLines = 50;

    /// <summary>The most octets in a line, including the line end; RFC 5321 §4.5.3.1.5 requires 512.</summary>
    public const int MaxLineLength = 1023;

    /// <summary>
    /// Takes one reply off the front of the buffer. False: it has not arrived completely, and nothing was consumed. Throws
    /// <see cref="InvalidDataException"/> if what has arrived cannot become a reply.
    /// </summary>
    public static bool TryRead(ref ReadOnlySpan<byte> buffer, [NotNullWhen(true)] out ServerReply? reply)
    {
        reply = null;
        var rest = buffer;
        var code = 0;
        List<string>? texts = null;
        while (TryReadLine(ref rest, out var line))
        {
            // RFC 5321 §4.2.1: every line of a reply has the same code.
            if (texts is not null && CodeOf(line) != code)
                throw Invalid();
            code = CodeOf(line);
            var text = OctetText.Decode(line[4..]);
            if (line[3] == ' ')
            {
                buffer = rest;
                reply = Made(code, texts, text);
                return true;
            }
            texts ??= [];
            texts.Add(text);
            if (texts.Count == MaxLines)
                throw new InvalidDataException($"Rejecting server reply that is longer than {MaxLines} lines. Increase SMTP_MAXLINES.");
        }
        return false;
    }

    // Nearly all replies have one line.
    static ServerReply Made(int code, List<string>? before, string last)
    {
        IReadOnlyList<string> lines = before is null ? [last] : [.. before, last];
        return new ServerReply(code, EnhancedStatusParser.Find(lines[0]), lines);
    }

    // Takes one line off the front of the buffer, without its end.
    static bool TryReadLine(ref ReadOnlySpan<byte> buffer, out ReadOnlySpan<byte> line)
    {
        line = default;
        var window = buffer[..Math.Min(buffer.Length, MaxLineLength)];
        var end = window.IndexOf((byte)'\n');
        if (end < 0)
            return window.Length == MaxLineLength ? throw Invalid() : false;
        line = window[..end];
        if (line is [.. var text, (byte)'\r'])
            line = text;
        buffer = buffer[(end + 1)..];
        return true;
    }

    static int CodeOf(ReadOnlySpan<byte> line) =>
        line is [_, _, _, (byte)' ' or (byte)'-', ..] && !line[..3].ContainsAnyExceptInRange((byte)'0', (byte)'9')
            ? (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0')
            : throw Invalid();

    static InvalidDataException Invalid() => new("the server sent an invalid reply");
}
