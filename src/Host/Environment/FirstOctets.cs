namespace Msmtp.Hosting;

/// <summary>The beginning of what a command complains of. It is read to its end, so that the command is not held up.</summary>
/// <param name="limit">How much is kept, in octets.</param>
sealed class FirstOctets(int limit) : IShellOutput, IDisposable
{
    readonly SecretBuffer output = new();

    public bool IsWhole => false;

    public bool EndsWithCommand => true;

    public void Add(ReadOnlySpan<byte> printed) => output.Add(printed[..Math.Min(printed.Length, limit - output.Octets.Length)]);

    /// <summary>A copy, the caller's to dispose.</summary>
    public Secret Take() => new(output.Octets.ToArray());

    public void Dispose() => output.Dispose();
}
