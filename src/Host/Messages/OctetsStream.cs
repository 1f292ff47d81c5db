using System.Buffers;

namespace Msmtp.Hosting;

/// <summary>Octets in memory, read once.</summary>
/// <param name="octets">The octets.</param>
/// <param name="rented">
/// The buffer that holds them, returned to the pool once they have been read to the end, not before, because a reader that was given up may
/// still be reading. Null: it is not pooled.
/// </param>
sealed class OctetsStream(ReadOnlyMemory<byte> octets, byte[]? rented = null) : ForwardOnlyStream
{
    ReadOnlyMemory<byte> rest = octets;
    byte[]? rented = rented;

    public override int Read(Span<byte> buffer)
    {
        var count = Math.Min(rest.Length, buffer.Length);
        rest.Span[..count].CopyTo(buffer);
        rest = count < rest.Length ? rest[count..] : default;
        if (rest.IsEmpty && Interlocked.Exchange(ref rented, null) is { } done)
            ArrayPool<byte>.Shared.Return(done);
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken) : new ValueTask<int>(Read(buffer.Span));
}
