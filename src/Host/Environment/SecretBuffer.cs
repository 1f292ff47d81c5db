using System.Security.Cryptography;

namespace Msmtp.Hosting;

/// <summary>Octets that arrive piece by piece and may be a secret: every array that is no longer used is zeroed.</summary>
sealed class SecretBuffer : IDisposable
{
    byte[] octets = new byte[256];
    int length;

    /// <summary>What has arrived so far; valid until the next call.</summary>
    public ReadOnlySpan<byte> Octets => Memory.Span;

    /// <inheritdoc cref="Octets"/>
    public ReadOnlyMemory<byte> Memory => octets.AsMemory(0, length);

    /// <summary>Takes the next octets.</summary>
    public void Add(ReadOnlySpan<byte> part)
    {
        if (part.Length > octets.Length - length)
            Grow(length + part.Length);
        part.CopyTo(octets.AsSpan(length));
        length += part.Length;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(octets);

    void Grow(int needed)
    {
        var larger = new byte[Math.Max(needed, octets.Length * 2)];
        Octets.CopyTo(larger);
        CryptographicOperations.ZeroMemory(octets);
        octets = larger;
    }
}
