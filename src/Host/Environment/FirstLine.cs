namespace Msmtp.Hosting;

/// <summary>The first line of what a command prints, while it is being printed. The line is often a password.</summary>
/// <param name="limit">The longest line, in octets.</param>
sealed class FirstLine(int limit) : IShellOutput, IDisposable
{
    readonly SecretBuffer line = new();
    bool isThere;

    /// <summary>The line has ended: what follows is not kept.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>A line without end is whole when the command has ended. If it has printed nothing, it may have left somebody behind who does, as in msmtp.</summary>
    public bool EndsWithCommand => isThere;

    public void Add(ReadOnlySpan<byte> printed)
    {
        if (IsWhole || printed.IsEmpty)
            return;
        isThere = true;
        var end = printed.IndexOf((byte)'\n');
        IsWhole = end >= 0;
        var part = IsWhole ? printed[..end] : printed;
        if (part.Length > limit - line.Octets.Length)
            throw new InvalidDataException();
        line.Add(part);
    }

    /// <summary>The line without its end, in an array of its own. Null: nothing was printed at all.</summary>
    public byte[]? Take()
    {
        if (!isThere)
            return null;
        return line.Octets is [.. var text, (byte)'\r'] ? text.ToArray() : line.Octets.ToArray();
    }

    public void Dispose() => line.Dispose();
}
