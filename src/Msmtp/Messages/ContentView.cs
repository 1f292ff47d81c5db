namespace Msmtp;

/// <summary>
/// The content of a part with a position of its own, so that mails that go out at the same time may share it: the same message, or one
/// attachment of many messages. Disposing it leaves the content to its owner.
/// </summary>
sealed class ContentView(Stream source) : Stream
{
    public override bool CanRead => source.CanRead;

    public override bool CanSeek => source.CanSeek;

    public override bool CanWrite => false;

    public override long Length
    {
        get
        {
            lock (source)
                return source.Length;
        }
    }

    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        lock (source)
        {
            source.Position = Position;
            var count = source.Read(buffer);
            Position += count;
            return count;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer, offset, count));

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => Position,
        _ => Length,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
