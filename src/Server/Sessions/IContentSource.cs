namespace Msmtp.Server;

/// <summary>The content of one mail as it arrives.</summary>
interface IContentSource
{
    /// <summary>Whether all of it has been read.</summary>
    bool IsAtEnd { get; }

    /// <summary>Whether the client is waiting for a reply: at the end, and after each chunk.</summary>
    bool IsReplyDue { get; }

    /// <summary>Whether there has been a CR or LF on its own (RFC 5321 §2.3.8).</summary>
    bool HasBareLineEnd { get; }

    /// <summary>Reads on; 0 octets need not mean the end.</summary>
    ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken);
}

/// <summary>The content of DATA, dot-stuffed and ended by a dot.</summary>
sealed class DottedContent(SmtpConnection connection) : IContentSource
{
    ContentDecoder decoder;

    public bool IsAtEnd => decoder.IsAtEnd;

    public bool IsReplyDue => decoder.IsAtEnd;

    public bool HasBareLineEnd => decoder.HasBareLineEnd;

    public async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (connection.Buffered.IsEmpty)
            await connection.FillAsync(cancellationToken).ConfigureAwait(false);
        decoder.Decode(connection.Buffered.Span, destination.Span, out var consumed, out var written);
        connection.Consume(consumed);
        return written;
    }
}

/// <summary>The content of BDAT: counted octets, taken as they are (RFC 3030 §2).</summary>
/// <param name="connection">Where they come from.</param>
/// <param name="first">The first chunk.</param>
/// <param name="nextAfter">Acknowledges a chunk and waits for the next one.</param>
sealed class ChunkedContent(SmtpConnection connection, Chunk first, Func<Chunk, CancellationToken, ValueTask<Chunk>> nextAfter) : IContentSource
{
    Chunk chunk = first;
    long left = first.Size;
    BareLineEndDetector lineEnds;

    public bool IsAtEnd => chunk.IsLast && left == 0;

    public bool IsReplyDue => left == 0;

    public bool HasBareLineEnd => lineEnds.HasFound || IsAtEnd && lineEnds.EndsWithCr;

    public async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (left == 0)
        {
            chunk = await nextAfter(chunk, cancellationToken).ConfigureAwait(false);
            left = chunk.Size;
            return 0;
        }
        if (connection.Buffered.IsEmpty)
            await connection.FillAsync(cancellationToken).ConfigureAwait(false);
        return Take(destination.Span);
    }

    int Take(Span<byte> destination)
    {
        var count = (int)Math.Min(left, Math.Min(destination.Length, connection.Buffered.Length));
        var octets = connection.Buffered.Span[..count];
        octets.CopyTo(destination);
        lineEnds.Scan(octets);
        connection.Consume(count);
        left -= count;
        return count;
    }
}
