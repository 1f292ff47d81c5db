namespace Msmtp.Bench;

/// <summary>
/// Finds the end of a message in blocks as they come: CRLF "." CRLF, wherever the blocks are cut. Pure. The search is the runtime's
/// vectorised one; octet by octet go only the four at each end of a block, across which the mark may lie.
/// </summary>
struct EndOfMessage()
{
    // RFC 5321 §4.1.1.4: the CRLF before the dot may be the one that ended the DATA command.
    int matched = 2;

    static ReadOnlySpan<byte> Mark => "\r\n.\r\n"u8;

    /// <summary>The number of octets up to and with the mark, or -1: it is not there yet.</summary>
    public int Find(ReadOnlySpan<byte> block)
    {
        var border = Mark.Length - 1;
        if (block.Length < 2 * border)
            return Walk(block);
        if (Walk(block[..border]) is >= 0 and var early)
            return early;
        if (block.IndexOf(Mark) is >= 0 and var found)
            return found + Mark.Length;
        matched = 0;
        return Walk(block[^border..]);
    }

    int Walk(ReadOnlySpan<byte> octets)
    {
        for (var i = 0; i < octets.Length; i++)
        {
            if (Step(octets[i]))
                return i + 1;
        }
        return -1;
    }

    // Every prefix of the mark begins with the only place where a CR can begin it anew.
    bool Step(byte octet)
    {
        matched = octet == Mark[matched] ? matched + 1 : octet == Mark[0] ? 1 : 0;
        return matched == Mark.Length;
    }
}
