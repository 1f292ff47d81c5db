namespace Msmtp.Secrets.OAuth.Http;

/// <summary>
/// The lines of an answer (RFC 9112 §2.2): they end with CRLF, and a bare LF is taken for it. Nothing here does I/O.
/// </summary>
static class WireLine
{
    /// <summary>Takes a line off the front of the buffer, without its end. False: it is not whole yet, and nothing was consumed.</summary>
    /// <exception cref="InvalidDataException">It has a bare CR or NUL (RFC 9110 §5.5), or is too long.</exception>
    public static bool TryRead(ref ReadOnlySpan<byte> buffer, out ReadOnlySpan<byte> line)
    {
        line = default;
        var end = buffer.IndexOf((byte)'\n');
        if (end >= AnswerLimits.Head || end < 0 && buffer.Length >= AnswerLimits.Head)
            throw new InvalidDataException("it has a line without an end");
        if (end < 0)
            return false;
        line = buffer[..end] is [.. var text, (byte)'\r'] ? text : buffer[..end];
        buffer = buffer[(end + 1)..];
        return !line.ContainsAny((byte)'\r', (byte)0) ? true : throw new InvalidDataException("it has a control character in a line");
    }
}
