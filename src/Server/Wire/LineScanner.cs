namespace Msmtp.Server;

/// <summary>
/// Finds command lines in a buffer, wherever the packets were cut. Never needs more than <c>maxLength</c> octets.
/// </summary>
struct LineScanner(int maxLength)
{
    bool isTooLong;

    /// <summary>Consumes a line including its end, or nothing, or part of a line that is already too long.</summary>
    public LineStatus Scan(ReadOnlySpan<byte> buffer, out int consumed, out ReadOnlySpan<byte> line)
    {
        line = default;
        var lineFeed = buffer.IndexOf((byte)'\n');
        if (lineFeed < 0)
        {
            isTooLong |= buffer.Length >= maxLength;
            consumed = isTooLong ? buffer.Length : 0;
            return LineStatus.NeedMore;
        }
        consumed = lineFeed + 1;
        if (isTooLong || consumed > maxLength)
        {
            isTooLong = false;
            return LineStatus.TooLong;
        }

        // RFC 5321 §2.3.8: only CR LF ends a line. Stopping at LF keeps client and server in sync anyway.
        var endsWithCrLf = lineFeed > 0 && buffer[lineFeed - 1] == '\r';
        line = buffer[..(endsWithCrLf ? lineFeed - 1 : lineFeed)];
        return endsWithCrLf ? LineStatus.Whole : LineStatus.BareLineFeed;
    }
}

enum LineStatus
{
    /// <summary>No line end yet.</summary>
    NeedMore,

    /// <summary>A line that ended with CR LF.</summary>
    Whole,

    /// <summary>A line longer than allowed. It has been consumed; its text is lost.</summary>
    TooLong,

    /// <summary>A line that ended with LF alone.</summary>
    BareLineFeed,
}
