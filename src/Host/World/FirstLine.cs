namespace Msmtp.Hosting;

/// <summary>The first line of what a command prints, while it is being printed. The line is often a password.</summary>
sealed class FirstLine : IDisposable
{
    readonly SecretBuffer line = new();
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
        line.Add(isComplete ? printed[..end] : printed);
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
