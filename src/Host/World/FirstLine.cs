using System.Security.Cryptography;

namespace Msmtp.Hosting;

/// <summary>
/// The first line of what a command prints, while it is being printed. The line is often a password: every buffer that is
/// left behind is zeroed.
/// </summary>
sealed class FirstLine : IDisposable
{
    byte[] octets = new byte[256];
    int length;
    bool isComplete;
    bool isThere;

    /// <summary>Takes the next octets; those behind the first LF are not kept.</summary>
    public void Add(ReadOnlySpan<byte> printed)
    {
        if (isComplete || printed.IsEmpty)
            return;
        isThere = true;
        var end = printed.IndexOf((byte)'\n');
        isComplete = end >= 0;
        Append(isComplete ? printed[..end] : printed);
    }

    /// <summary>The line without its end, in an array of its own. Null: nothing was printed at all.</summary>
    public byte[]? Take()
    {
        if (!isThere)
            return null;
        var line = octets.AsSpan(0, length);
        return line is [.. var text, (byte)'\r'] ? text.ToArray() : line.ToArray();
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(octets);

    void Append(ReadOnlySpan<byte> part)
    {
        if (part.Length > octets.Length - length)
            Grow(length + part.Length);
        part.CopyTo(octets.AsSpan(length));
        length += part.Length;
    }

    void Grow(int needed)
    {
        var larger = new byte[Math.Max(needed, octets.Length * 2)];
        octets.AsSpan(0, length).CopyTo(larger);
        CryptographicOperations.ZeroMemory(octets);
        octets = larger;
    }
}
