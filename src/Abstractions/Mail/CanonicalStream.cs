namespace Msmtp;

/// <summary>
/// A message as the server will receive it, octet for octet, before leading dots are doubled: every line ends with CRLF (RFC 5321 §2.3.8).
/// LF, CRLF and a bare CR each end a line, and the last line gets a line end if it has none; all other octets are kept. Use it to
/// sign, hash, store or show a message. It is read once, forward, and never held in memory as a whole; it waits where the body does, and
/// throws what the body throws. Disposing it does nothing.
/// </summary>
public sealed class CanonicalStream : ForwardOnlyStream
{
    const int BlockSize = 16 * 1024;

    readonly CanonicalLines lines = new();
    readonly Stream body;
    readonly byte[] block = new byte[BlockSize];
    readonly byte[] made = new byte[CanonicalLines.MaxLength(BlockSize)];
    ReadOnlyMemory<byte> header;
    ReadOnlyMemory<byte> ready;
    bool isFinished;

    /// <summary>Reads a header block and the body after it, or one of the two.</summary>
    /// <param name="headerBlock">The header block; empty to read the body only.</param>
    /// <param name="body">The body, which is not disposed; <see cref="Stream.Null"/> to read the header block only.</param>
    public CanonicalStream(ReadOnlyMemory<byte> headerBlock, Stream body)
    {
        ArgumentNullException.ThrowIfNull(body);
        header = headerBlock;
        this.body = body;
    }

    /// <summary>
    /// The octets read so far, with each line end counted as one; at the end the same as <see cref="DeliveryReport.MessageSize"/>.
    /// </summary>
    public long Size => lines.Size;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        while (IsWanting(buffer.Length))
            Make(header.IsEmpty ? block.AsSpan(0, body.Read(block)) : TakeHeader());
        return Give(buffer);
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (IsWanting(buffer.Length))
        {
            var count = header.IsEmpty ? await body.ReadAsync(block, cancellationToken).ConfigureAwait(false) : 0;
            Make(header.IsEmpty ? block.AsSpan(0, count) : TakeHeader());
        }
        return Give(buffer.Span);
    }

    bool IsWanting(int room) => room > 0 && ready.IsEmpty && !isFinished;

    ReadOnlySpan<byte> TakeHeader()
    {
        var octets = header[..Math.Min(header.Length, BlockSize)];
        header = header[octets.Length..];
        return octets.Span;
    }

    void Make(ReadOnlySpan<byte> octets)
    {
        isFinished = octets.IsEmpty;
        ready = made.AsMemory(0, isFinished ? lines.Finish(made) : lines.Transform(octets, made));
    }

    int Give(Span<byte> buffer)
    {
        var count = Math.Min(ready.Length, buffer.Length);
        ready.Span[..count].CopyTo(buffer);
        ready = ready[count..];
        return count;
    }
}
