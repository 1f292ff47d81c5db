namespace Msmtp;

/// <summary>
/// The message on its way to the transport: a header block in memory, and behind it a body that can be read once.
/// Lines end with LF in the header block, and with LF, CRLF or a bare CR as they came in the body. What the server gets ends them with
/// CRLF; whoever needs those octets, or their number, takes <see cref="OpenRead"/>. A transport besides doubles leading dots.
/// </summary>
/// <param name="HeaderBlock">The header fields and, if the message had one, the empty line behind them.</param>
/// <param name="Body">The octets that follow. Read forward, once, never held whole; not disposed by a transport.</param>
public sealed record MessageContent(ReadOnlyMemory<byte> HeaderBlock, Stream Body)
{
    readonly ObservedBody body = ObservedBody.Of(Body);

    /// <summary>The octets behind the header block. Read forward, once, never held whole; not disposed by a transport.</summary>
    public Stream Body { get => body; init => body = ObservedBody.Of(value); }

    /// <summary>
    /// Somebody has begun to read <see cref="Body"/>, so that it can no longer be given whole to somebody else. Copies of this record that
    /// have the same body say the same.
    /// </summary>
    public bool HasBegun => body.HasBegun;

    /// <summary>
    /// It holds octets beyond 127, or may, which a transport tells a server that takes them: <c>BODY=8BITMIME</c> (RFC 6152 §3). False: it
    /// holds none, or nobody wants it told.
    /// </summary>
    public bool IsEightBit { get; init; }

    /// <summary>
    /// Begins to read header block and body as the server will be given them, octet for octet, before leading dots are doubled. That reads
    /// <see cref="Body"/>, which can be done once.
    /// </summary>
    public CanonicalStream OpenRead() => new(HeaderBlock, Body);
}
