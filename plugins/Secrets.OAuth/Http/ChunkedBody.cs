using System.Globalization;

namespace Msmtp.Secrets.OAuth.Http;

/// <summary>
/// A body in chunks (RFC 9112 §7.1). Extensions and trailers are skipped. Nothing here does I/O.
/// <code>
/// chunked-body = *chunk 1*"0" [ extension ] line-end *( trailer line-end ) line-end
/// chunk        = 1*HEXDIG [ extension ] line-end data line-end
/// extension    = *WSP ";" *OCTET
/// </code>
/// </summary>
sealed class ChunkedBody
{
    enum Part
    {
        Size,
        Data,
        DataEnd,
        Trailer,
        Nothing,
    }

    Part next = Part.Size;
    int left;

    /// <summary>Takes what there is off the front of the buffer. False: more follows.</summary>
    /// <exception cref="InvalidDataException">These are not chunks, or they are more than the limit.</exception>
    public bool TryRead(ref ReadOnlySpan<byte> buffer, SecretBuffer body)
    {
        while (next != Part.Nothing)
            if (!TryReadPart(ref buffer, body))
                return false;
        return true;
    }

    bool TryReadPart(ref ReadOnlySpan<byte> buffer, SecretBuffer body)
    {
        if (next == Part.Data)
            return TryReadData(ref buffer, body);
        if (next == Part.DataEnd && buffer is [not ((byte)'\r' or (byte)'\n'), ..])
            throw Invalid();
        if (!WireLine.TryRead(ref buffer, out var line))
            return false;
        next = next switch
        {
            Part.Size => ReadSize(line, body),
            Part.DataEnd => line.IsEmpty ? Part.Size : throw Invalid(),
            _ => line.IsEmpty ? Part.Nothing : Part.Trailer,
        };
        return true;
    }

    bool TryReadData(ref ReadOnlySpan<byte> buffer, SecretBuffer body)
    {
        var part = buffer[..Math.Min(left, buffer.Length)];
        body.Add(part);
        buffer = buffer[part.Length..];
        left -= part.Length;
        if (left > 0)
            return false;
        next = Part.DataEnd;
        return true;
    }

    Part ReadSize(ReadOnlySpan<byte> line, SecretBuffer body)
    {
        var end = line.IndexOfAny(" \t;"u8);
        var digits = end < 0 ? line : line[..end];
        if (end >= 0 && line[end..].TrimStart(" \t"u8) is not ([] or [(byte)';', ..]))
            throw Invalid();
        if (!ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size))
            throw Invalid();
        if (size > (ulong)(AnswerLimits.Body - body.Length))
            throw AnswerLimits.Exceeded();
        left = (int)size;
        return left == 0 ? Part.Trailer : Part.Data;
    }

    static InvalidDataException Invalid() => new("its chunks are malformed");
}
