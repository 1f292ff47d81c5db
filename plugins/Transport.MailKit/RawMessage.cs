using MimeKit;

namespace Msmtp.Transport.MailKit;

/// <summary>
/// A message that is already written: MailKit's client gets it to send, and what it sends are these octets and no others. Taken apart and
/// put together again, a message could come out different, and would have to be held whole.
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
        // MimeKit writes an empty line behind the fields. Where the message has none, that ends the last field.
        Message = new MimeMessage([new RawHeader(octets.ToArray()[..Math.Max(0, (int)octets.Length - 2)])]) { Body = body };
    }

    /// <summary>The message, to be written once.</summary>
    public MimeMessage Message { get; }

    /// <summary>Octets that were written, a line end counted as one.</summary>
    public long Size => headerSize + body.Size;

    /// <inheritdoc cref="RawBody.IsWritten"/>
    public bool IsWritten => body.IsWritten;

    public void Dispose()
    {
        Message.Dispose();
        body.Dispose();
    }
}

/// <summary>All header fields of a message as they stand. MimeKit calls a header invalid that it writes without looking at it.</summary>
/// <param name="octets">The fields, lines ended by CRLF.</param>
sealed class RawHeader(byte[] octets) : Header(ParserOptions.Default, octets, [], invalid: true);
