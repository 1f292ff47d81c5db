using MimeKit;

namespace Msmtp.Transport.MailKit;

/// <summary>
/// A finished message, whose octets MailKit's client sends as they are. If parsed and rebuilt, a message could come out different, and
/// would have to be held in memory.
/// </summary>
sealed class RawMessage : IDisposable
{
    readonly RawBody body;
    readonly long headerSize;

    public RawMessage(MessageContent content, Patience patience, Action beforeEnd)
    {
        var lines = new CanonicalStream(content.HeaderBlock, Stream.Null);
        using var octets = new MemoryStream();
        lines.CopyTo(octets);
        headerSize = lines.Size;
        body = new RawBody(content.Body, patience, beforeEnd);
        // MimeKit writes an empty line after the fields. If the message has none, that ends the last field.
        Message = new MimeMessage([new RawHeader(octets.ToArray()[..Math.Max(0, (int)octets.Length - 2)])]) { Body = body };
    }

    /// <summary>The message, to be written once.</summary>
    public MimeMessage Message { get; }

    /// <summary>The octets written, with a line end counted as one.</summary>
    public long Size => headerSize + body.Size;

    /// <inheritdoc cref="RawBody.IsWritten"/>
    public bool IsWritten => body.IsWritten;

    public void Dispose()
    {
        Message.Dispose();
        body.Dispose();
    }
}

/// <summary>All header fields of a message, as they are. A header marked invalid is written by MimeKit unchanged.</summary>
/// <param name="octets">The fields, lines ended by CRLF.</param>
sealed class RawHeader(byte[] octets) : Header(ParserOptions.Default, octets, [], invalid: true);
