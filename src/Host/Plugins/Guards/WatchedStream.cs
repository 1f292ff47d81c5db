namespace Msmtp.Hosting;

/// <summary>A message's body on its way to somebody who may hang: whoever watches sees when it was last read from.</summary>
sealed class WatchedStream(Stream body, Action onRead) : ForwardStream
{
    public override int Read(Span<byte> buffer)
    {
        onRead();
        return body.Read(buffer);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        onRead();
        return body.ReadAsync(buffer, cancellationToken);
    }
}
