namespace Msmtp.Hosting;

/// <summary>Takes what a command prints, and says how much of it is wanted.</summary>
interface IShellOutput
{
    /// <summary>Nothing more is wanted.</summary>
    bool IsWhole { get; }

    /// <summary>Output after the end of the command, from processes that it left behind, is not waited for.</summary>
    bool EndsWithCommand { get; }

    /// <summary>Takes the next octets.</summary>
    /// <exception cref="InvalidDataException">That is more than any answer can be.</exception>
    void Add(ReadOnlySpan<byte> printed);
}

/// <summary>Collects the first line that a command prints. The line is often a password.</summary>
/// <param name="limit">The longest line, in octets.</param>
sealed class FirstLine(int limit) : IShellOutput, IDisposable
{
    readonly SecretBuffer line = new();
    bool isThere;

    /// <summary>The line has ended; what follows is dropped.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>
    /// An unterminated line is whole when the command has ended. If it has printed nothing, a process that it left behind may still do so,
    /// as in msmtp.
    /// </summary>
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

    /// <summary>The line without its line end, in an array of its own. Null: nothing was printed.</summary>
    public byte[]? Take()
    {
        if (!isThere)
            return null;
        return line.Octets is [.. var text, (byte)'\r'] ? text.ToArray() : line.Octets.ToArray();
    }

    public void Dispose() => line.Dispose();
}

/// <summary>
/// Keeps the beginning of what a command prints on standard error. Everything is read, so that the command is not blocked.
/// </summary>
/// <param name="limit">How much is kept, in octets.</param>
sealed class FirstOctets(int limit) : IShellOutput, IDisposable
{
    readonly SecretBuffer output = new();

    public bool IsWhole => false;

    public bool EndsWithCommand => true;

    public void Add(ReadOnlySpan<byte> printed) => output.Add(printed[..Math.Min(printed.Length, limit - output.Octets.Length)]);

    /// <summary>A copy, which the caller disposes.</summary>
    public Secret Take() => new(output.Octets.ToArray());

    public void Dispose() => output.Dispose();
}

/// <summary>Collects everything that a command prints until it ends.</summary>
/// <param name="limit">The most that it may print, in octets.</param>
sealed class WholeOutput(int limit) : IShellOutput, IDisposable
{
    readonly SecretBuffer output = new();

    public bool IsWhole => false;

    public bool EndsWithCommand => true;

    public void Add(ReadOnlySpan<byte> printed)
    {
        if (printed.Length > limit - output.Octets.Length)
            throw new InvalidDataException();
        output.Add(printed);
    }

    /// <summary>A copy, which the caller disposes.</summary>
    public Secret Take() => new(output.Octets.ToArray());

    public void Dispose() => output.Dispose();
}
