namespace Msmtp.Hosting;

/// <summary>
/// The body of a message: what was read along with the header, then the rest of the source. Completes synchronously where
/// the source does.
/// </summary>
sealed class BodyStream(ReadOnlyMemory<byte> leftover, MessageSource source) : Stream
{
    ReadOnlyMemory<byte> leftover = leftover;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer) => leftover.IsEmpty ? source.Read(buffer) : TakeLeftover(buffer);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        leftover.IsEmpty ? source.ReadAsync(buffer, cancellationToken) : new ValueTask<int>(TakeLeftover(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    int TakeLeftover(Span<byte> buffer)
    {
        var count = Math.Min(leftover.Length, buffer.Length);
        leftover.Span[..count].CopyTo(buffer);
        leftover = leftover[count..];
        return count;
    }
}
