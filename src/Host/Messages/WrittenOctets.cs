using System.Buffers;

namespace Msmtp.Hosting;

/// <summary>A message that is written first, and then read once.</summary>
sealed class WrittenOctets : Stream
{
    byte[] buffer = ArrayPool<byte>.Shared.Rent(4 * 1024);
    int length;

    /// <summary>What has been written.</summary>
    public ReadOnlySpan<byte> Span => buffer.AsSpan(0, length);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => length;

    public override long Position { get => length; set => throw new NotSupportedException(); }

    /// <summary>Ends the writing; returns a stream of what was written.</summary>
    public Stream OpenRead() => new OctetsStream(buffer.AsMemory(0, length), buffer);

    /// <summary>Gives up what was written, unread.</summary>
    public void Discard() => ArrayPool<byte>.Shared.Return(buffer);

    public override void Write(ReadOnlySpan<byte> octets)
    {
        if (buffer.Length - length < octets.Length)
            Grow(length + octets.Length);
        octets.CopyTo(buffer.AsSpan(length));
        length += octets.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    void Grow(int least)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * buffer.Length, least));
        Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
