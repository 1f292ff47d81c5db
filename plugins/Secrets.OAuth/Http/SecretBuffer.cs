using System.Buffers;
using System.Security.Cryptography;

namespace Msmtp.Secrets.OAuth.Http;

/// <summary>Octets that are collected piece by piece and may be a secret: every array that is no longer used is zeroed.</summary>
sealed class SecretBuffer : IBufferWriter<byte>, IDisposable
{
    byte[] octets = new byte[1024];
    int length;

    public int Length => length;

    /// <summary>What has been collected; valid until the next call.</summary>
    public ReadOnlySpan<byte> Octets => octets.AsSpan(0, length);

    /// <inheritdoc cref="Octets"/>
    public ReadOnlyMemory<byte> Memory => octets.AsMemory(0, length);

    /// <summary>Adds a copy.</summary>
    public void Add(ReadOnlySpan<byte> part)
    {
        part.CopyTo(Reserve(part.Length).Span);
        length += part.Length;
    }

    /// <summary>Adds one octet.</summary>
    public void Add(byte octet)
    {
        Reserve(1).Span[0] = octet;
        length++;
    }

    /// <summary>Room for at least so many more octets, which <see cref="Advance"/> adds once they are there.</summary>
    public Memory<byte> Reserve(int count)
    {
        if (count > octets.Length - length)
            Grow(length + count);
        return octets.AsMemory(length);
    }

    /// <inheritdoc cref="Reserve"/>
    public void Advance(int count) => length += count;

    // IBufferWriter: "at least 0" may not be empty.
    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint) => Reserve(Math.Max(sizeHint, 1));

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint) => Reserve(Math.Max(sizeHint, 1)).Span;

    /// <summary>Drops octets from the beginning.</summary>
    public void Drop(int count)
    {
        octets.AsSpan(count, length - count).CopyTo(octets);
        CryptographicOperations.ZeroMemory(octets.AsSpan(length - count, count));
        length -= count;
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(octets);
        length = 0;
    }

    void Grow(int needed)
    {
        var larger = new byte[Math.Max(needed, 2 * octets.Length)];
        Octets.CopyTo(larger);
        CryptographicOperations.ZeroMemory(octets);
        octets = larger;
    }
}
