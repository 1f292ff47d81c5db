namespace Msmtp.Transport.Smtp;

/// <summary>
/// What a server answers to each mail in the same words, of one line each, so that it is read once for all mails of a session. Nothing here
/// does I/O.
/// </summary>
sealed class KnownReplies
{
    // MAIL, RCPT, DATA, and one more. A server that names the recipient says something else each time.
    const int Most = 4;
    const int LongestLine = 128;

    readonly Known[] replies = new Known[Most];
    int next;

    struct Known
    {
        public byte[]? Octets;
        public int Length;
        public ServerReply? Reply;
    }

    /// <summary>Takes a known reply off the front of the buffer. Null: what stands there is not known.</summary>
    public ServerReply? Find(ref ReadOnlySpan<byte> buffer)
    {
        foreach (ref readonly var known in replies.AsSpan())
        {
            if (known.Reply is null || !buffer.StartsWith(known.Octets.AsSpan(0, known.Length)))
                continue;
            buffer = buffer[known.Length..];
            return known.Reply;
        }
        return null;
    }

    /// <summary>Keeps a reply in place of the one that was kept first.</summary>
    /// <param name="octets">All of it as it came, the last line end included.</param>
    /// <param name="reply">What was read in them.</param>
    public void Keep(ReadOnlySpan<byte> octets, ServerReply reply)
    {
        if (octets.Length > LongestLine || reply.Lines.Count > 1)
            return;
        ref var known = ref replies[next];
        next = (next + 1) % Most;
        known.Octets ??= new byte[LongestLine];
        octets.CopyTo(known.Octets);
        (known.Length, known.Reply) = (octets.Length, reply);
    }
}
