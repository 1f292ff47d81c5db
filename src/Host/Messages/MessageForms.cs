namespace Msmtp.Hosting;

/// <summary>A message that can be written in more than one way, for servers of more than one kind.</summary>
/// <param name="SevenBit">Writes it for every server: no octet beyond 127, if it can be helped, and no line that is too long.</param>
public sealed record MessageForms(Func<Stream, CancellationToken, Task> SevenBit)
{
    /// <summary>
    /// Writes it for a server that takes octets beyond 127 (RFC 6152). Null: it has none, and <see cref="SevenBit"/> is all there is.
    /// </summary>
    public Func<Stream, CancellationToken, Task>? EightBit { get; init; }
}
