using System.Buffers;

namespace Msmtp.Transport.Smtp;

/// <summary>
/// A message in its wire format, in large blocks: header and body, transformed, with the final dot at the end of the last block. A
/// message that fits is a single block, so that it is sent in one write.
/// </summary>
sealed class MessageBlocks(MessageContent content) : IDisposable
{
    // Most mails are small, and fit into a first block that stays in the processor's caches. Longer ones continue in large blocks.
    const int SmallReadSize = 4 * 1024;
    const int SmallBlockSize = 16 * 1024;
    const int ReadSize = 64 * 1024;
    const int BlockSize = 256 * 1024;

    readonly DotStuffer stuffer = new();
    int readSize = SmallReadSize;
    byte[] source = ArrayPool<byte>.Shared.Rent(SmallReadSize);
    byte[] block = ArrayPool<byte>.Shared.Rent(SmallBlockSize);
    ReadOnlyMemory<byte> header = content.HeaderBlock;

    /// <summary>The last block returned ends with the final dot.</summary>
    public bool IsFinished { get; private set; }

    /// <inheritdoc cref="DotStuffer.MessageSize"/>
    public long MessageSize => stuffer.MessageSize;

    /// <summary>The next block, valid until the next call.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancellationToken)
    {
        var written = 0;
        while (!IsFinished && HasRoom(written))
        {
            var octets = await ReadAsync(cancellationToken).ConfigureAwait(false);
            IsFinished = octets.IsEmpty;
            var room = block.AsSpan(written);
            written += IsFinished ? stuffer.Finish(room) : stuffer.Transform(octets.Span, room);
        }
        return block.AsMemory(0, written);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(source);
        ArrayPool<byte>.Shared.Return(block);
    }

    bool HasRoom(int written)
    {
        if (block.Length - written < DotStuffer.MaxLength(readSize) + DotStuffer.MaxFinishLength && readSize < ReadSize)
            Grow(written);
        return block.Length - written >= DotStuffer.MaxLength(readSize) + DotStuffer.MaxFinishLength;
    }

    void Grow(int written)
    {
        var large = ArrayPool<byte>.Shared.Rent(BlockSize);
        block.AsSpan(0, written).CopyTo(large);
        Dispose();
        (block, source, readSize) = (large, ArrayPool<byte>.Shared.Rent(ReadSize), ReadSize);
    }

    async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        if (header.IsEmpty)
            return source.AsMemory(0, await ReadBodyAsync(cancellationToken).ConfigureAwait(false));
        var octets = header[..Math.Min(header.Length, readSize)];
        header = header[octets.Length..];
        return octets;
    }

    async ValueTask<int> ReadBodyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await content.Body.ReadAsync(source.AsMemory(0, readSize), cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new MailException(ExitCode.IoErr, DeliveryStage.Data, "input error while reading the mail", inner: e);
        }
    }
}
