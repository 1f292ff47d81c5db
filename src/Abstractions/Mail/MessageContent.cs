namespace Msmtp;

/// <summary>
/// The message on its way to the transport: a header block in memory, followed by a body that can be read once. Lines of the header block
/// end with LF; lines of the body end as they came, with LF, CRLF or a bare CR. The server gets CRLF: <see cref="OpenRead"/> reads those
/// octets. A transport also doubles leading dots.
/// </summary>
/// <param name="HeaderBlock">The header fields and, if the message has one, the empty line after them.</param>
/// <param name="Body">The body. Read once, forward, never held in memory as a whole; not disposed by a transport.</param>
public sealed record MessageContent(ReadOnlyMemory<byte> HeaderBlock, Stream Body)
{
    readonly ObservedBody body = ObservedBody.Of(Body);

    /// <summary>The body. Read once, forward, never held in memory as a whole; not disposed by a transport.</summary>
    public Stream Body { get => body; init => body = ObservedBody.Of(value); }

    /// <summary>
    /// Reading of <see cref="Body"/> has begun, so that it is no longer available as a whole. Copies of this record that have the same body
    /// have the same value.
    /// </summary>
    public bool HasBegun => body.HasBegun;

    /// <summary>
    /// The message has, or may have, octets above 127, and a transport declares that to a server that accepts them: <c>BODY=8BITMIME</c>
    /// (RFC 6152 §3).
    /// </summary>
    public bool IsEightBit { get; init; }

    /// <summary>
    /// Opens the message as the server will receive it, octet for octet, before leading dots are doubled. Reading it reads
    /// <see cref="Body"/>, which can be done once.
    /// </summary>
    public CanonicalStream OpenRead() => new(HeaderBlock, Body);
}
