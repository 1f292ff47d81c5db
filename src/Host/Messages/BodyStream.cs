namespace Msmtp.Hosting;

/// <summary>
/// The body of a message: what was read along with the header, then the rest of the source. Completes synchronously if the source does.
/// </summary>
sealed class BodyStream(ReadOnlyMemory<byte> leftover, MessageSource source) : ForwardOnlyStream
{
    ReadOnlyMemory<byte> leftover = leftover;

    public override int Read(Span<byte> buffer) => leftover.IsEmpty ? source.Read(buffer) : TakeLeftover(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        leftover.IsEmpty ? source.ReadAsync(buffer, cancellationToken) : new ValueTask<int>(TakeLeftover(buffer.Span));

    int TakeLeftover(Span<byte> buffer)
    {
        var count = Math.Min(leftover.Length, buffer.Length);
        leftover.Span[..count].CopyTo(buffer);
        leftover = leftover[count..];
        return count;
    }
}
