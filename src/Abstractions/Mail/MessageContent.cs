namespace Msmtp;

/// <summary>
/// The message on its way to the transport: a header block in memory, and behind it a body that can be read once.
/// Lines end with LF in the header block, and with LF or CRLF as they came in the body. The transport is the one who
/// makes them CRLF (RFC 5321 §2.3.8) and doubles leading dots; a filter that signs has to see lines the same way.
/// </summary>
/// <param name="HeaderBlock">The header fields and, if the message had one, the empty line behind them.</param>
/// <param name="Body">The octets that follow. Read forward, once, never held whole; not disposed by a transport.</param>
public sealed record MessageContent(ReadOnlyMemory<byte> HeaderBlock, Stream Body)
{
    /// <summary>
    /// It holds octets beyond 127, or may, which a transport tells a server that takes them: <c>BODY=8BITMIME</c> (RFC 6152 §3). False: it
    /// holds none, or nobody wants it told.
    /// </summary>
    public bool IsEightBit { get; init; }
}
