using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Msmtp.Text;

namespace Msmtp.Secrets.OAuth.Http;

/// <summary>
/// Status line and fields of an answer (RFC 9112 §4, §5). Nothing here does I/O.
/// <code>
/// head        = status-line *field-line line-end
/// status-line = "HTTP/1." DIGIT SP 3DIGIT [ SP reason-phrase ] line-end
/// field-line  = token ":" value line-end *( ( SP / HTAB ) value line-end )     ; the latter is obs-fold
/// </code>
/// </summary>
sealed class AnswerHead
{
    static ReadOnlySpan<byte> Protocol => "HTTP/1."u8;

    public int Status { get; private set; }

    /// <summary>RFC 9110 §15.2: another answer follows.</summary>
    public bool IsInterim => Status < 200;

    /// <summary>RFC 9112 §6.3: whatever the fields say.</summary>
    public bool HasBody => !IsInterim && Status is not (204 or 304);

    /// <summary>The length of the body; null if it is not announced.</summary>
    public long? ContentLength { get; private set; }

    public bool IsChunked { get; private set; }

    /// <summary>The field <c>Retry-After</c>, as it stands; null if there is none.</summary>
    public string? RetryAfter { get; private set; }

    bool IsOld { get; set; }

    /// <summary>Takes a head off the front of the buffer. False: it is not whole yet, and nothing was consumed.</summary>
    /// <exception cref="InvalidDataException">It cannot become one, or the length of its body is not certain.</exception>
    public static bool TryRead(ref ReadOnlySpan<byte> buffer, [NotNullWhen(true)] out AnswerHead? head)
    {
        head = null;
        ThrowUnlessHttp(buffer);
        var rest = buffer;
        if (!IsWhole(buffer))
            return false;
        var read = new AnswerHead();
        WireLine.TryRead(ref rest, out var line);
        read.ReadStatus(line);
        while (TryReadField(ref rest, out var name, out var value))
            read.Take(name, value);
        read.ThrowUnlessCertain();
        buffer = rest;
        head = read;
        return true;
    }

    // At once, and not when the first line has ended: a server that does not speak HTTP may wait for us.
    static void ThrowUnlessHttp(ReadOnlySpan<byte> buffer)
    {
        var length = Math.Min(buffer.Length, Protocol.Length);
        if (!buffer[..length].SequenceEqual(Protocol[..length]))
            throw new InvalidDataException("it is not HTTP/1.1");
    }

    static bool IsWhole(ReadOnlySpan<byte> buffer)
    {
        var window = buffer[..Math.Min(buffer.Length, AnswerLimits.Head)];
        for (var end = window.IndexOf((byte)'\n'); end >= 0; end = window.IndexOf((byte)'\n'))
        {
            window = window[(end + 1)..];
            if (window is [(byte)'\n', ..] or [(byte)'\r', (byte)'\n', ..])
                return true;
        }
        return buffer.Length >= AnswerLimits.Head ? throw new InvalidDataException("its header is longer than 64 KiB") : false;
    }

    // RFC 9112 §2.2: a field never begins with a space; what goes on so belongs to the one before (§5.2).
    static bool TryReadField(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        var start = rest;
        if (!WireLine.TryRead(ref rest, out var line) || line.IsEmpty)
            return false;
        var colon = line.IndexOf((byte)':');
        if (colon <= 0 || line[..colon].ContainsAny(" \t"u8))
            throw new InvalidDataException("it has a line that is not a field");
        while (rest is [(byte)' ' or (byte)'\t', ..])
            WireLine.TryRead(ref rest, out _);
        name = line[..colon];
        value = start[(colon + 1)..^rest.Length].Trim(" \t\r\n"u8);
        return true;
    }

    // HTTP/1.1 200 OK; some servers leave the second space away.
    void ReadStatus(ReadOnlySpan<byte> line)
    {
        var code = line.Length >= 12 ? line[9..12] : default;
        if (code.IsEmpty || !char.IsAsciiDigit((char)line[7]) || line[8] != ' ' || line.Length > 12 && line[12] != ' '
            || !int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var status) || status < 100)
            throw new InvalidDataException("its status line is malformed");
        Status = status;
        IsOld = line[7] == '0';
    }

    void Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (Ascii.EqualsIgnoreCase(name, "Content-Length"u8))
            TakeLength(value);
        else if (Ascii.EqualsIgnoreCase(name, "Transfer-Encoding"u8))
            TakeCoding(value);
        else if (Ascii.EqualsIgnoreCase(name, "Content-Encoding"u8) && !Ascii.EqualsIgnoreCase(value, "identity"u8))
            throw new InvalidDataException("it is compressed, which was not asked for");
        else if (Ascii.EqualsIgnoreCase(name, "Retry-After"u8))
            RetryAfter = OctetText.Decode(value);
    }

    // RFC 9110 §8.6: the same length may come twice.
    void TakeLength(ReadOnlySpan<byte> value)
    {
        while (true)
        {
            var comma = value.IndexOf((byte)',');
            TakeOneLength((comma < 0 ? value : value[..comma]).Trim(" \t\r\n"u8));
            if (comma < 0)
                return;
            value = value[(comma + 1)..];
        }
    }

    void TakeOneLength(ReadOnlySpan<byte> digits)
    {
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || ContentLength is { } other && other != length)
            throw new InvalidDataException("its Content-Length is not one number");
        ContentLength = length;
    }

    // RFC 9112 §6.1: only what was asked for (TE, which is not sent), and once.
    void TakeCoding(ReadOnlySpan<byte> value)
    {
        if (IsChunked || !Ascii.EqualsIgnoreCase(value, "chunked"u8))
            throw new InvalidDataException("its Transfer-Encoding is not chunked");
        IsChunked = true;
    }

    // RFC 9112 §6.1, §6.3: somebody on the way may have understood it otherwise.
    void ThrowUnlessCertain()
    {
        if (IsChunked && IsOld)
            throw new InvalidDataException("it is chunked, which HTTP/1.0 does not know");
        if (IsChunked && ContentLength is not null)
            throw new InvalidDataException("it has both Content-Length and Transfer-Encoding");
    }
}
