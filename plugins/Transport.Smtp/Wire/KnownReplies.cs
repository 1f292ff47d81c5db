namespace Msmtp.Transport.Smtp;

/// <summary>
/// One-line replies that a server repeats for each mail in the same words, so that they are parsed once per session. Nothing here does I/O.
/// </summary>
sealed class KnownReplies
{
    // For MAIL, RCPT, DATA, and one more. Replies that name the recipient are different each time.
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

    /// <summary>Takes a known reply off the front of the buffer. Null: it does not start with one.</summary>
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

    /// <summary>Keeps a reply, replacing the oldest.</summary>
    /// <param name="octets">Its octets as received, including the line end.</param>
    /// <param name="reply">The parsed reply.</param>
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
