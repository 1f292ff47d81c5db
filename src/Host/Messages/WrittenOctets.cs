using System.Buffers;

namespace Msmtp.Hosting;

/// <summary>A message that is written first, and then read once.</summary>
sealed class WrittenOctets : WriteOnlyStream
{
    byte[] octets = ArrayPool<byte>.Shared.Rent(4 * 1024);
    int length;

    /// <summary>What has been written.</summary>
    public ReadOnlySpan<byte> Span => octets.AsSpan(0, length);

    public override long Length => length;

    public override long Position { get => length; set => throw new NotSupportedException(); }

    /// <summary>Ends the writing; returns a stream of what was written.</summary>
    public Stream OpenRead() => new OctetsStream(octets.AsMemory(0, length), octets);

    /// <summary>Gives up what was written, unread.</summary>
    public void Discard() => ArrayPool<byte>.Shared.Return(octets);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (octets.Length - length < buffer.Length)
            Grow(length + buffer.Length);
        buffer.CopyTo(octets.AsSpan(length));
        length += buffer.Length;
    }

    void Grow(int least)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * octets.Length, least));
        Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(octets);
        octets = larger;
    }
}
