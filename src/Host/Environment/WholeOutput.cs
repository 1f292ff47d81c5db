namespace Msmtp.Hosting;

/// <summary>All that a command prints until it ends.</summary>
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

    /// <summary>A copy, the caller's to dispose.</summary>
    public Secret Take() => new(output.Octets.ToArray());

    public void Dispose() => output.Dispose();
}
