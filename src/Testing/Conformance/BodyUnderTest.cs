namespace Msmtp.Testing;

/// <summary>
/// A body that can be read once, in pieces, and remembers what was done to it. It consists of lines of 64 octets.
/// </summary>
/// <param name="length">Its length in octets, a multiple of 64.</param>
sealed class BodyUnderTest(long length) : Stream
{
    const int Piece = 4096;

    static readonly byte[] Line = "012345678901234567890123456789012345678901234567890123456789abc\n"u8.ToArray();

    /// <summary>Called before each read, with the octets read so far; may throw.</summary>
    public Action<long> OnRead { get; init; } = static _ => { };

    public bool IsDisposed { get; private set; }

    public long Given { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        OnRead(Given);
        var count = (int)Math.Min(Math.Min(buffer.Length, Piece), length - Given);
        for (var i = 0; i < count; i++)
            buffer[i] = Line[(int)((Given + i) % Line.Length)];
        Given += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Read(buffer.Span));
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}

/// <summary>A body that returns one octet per read, so that it is cut everywhere.</summary>
sealed class DrippingBody(byte[] octets) : ForwardOnlyStream
{
    int given;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || given == octets.Length)
            return 0;
        buffer[0] = octets[given++];
        return 1;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
}
