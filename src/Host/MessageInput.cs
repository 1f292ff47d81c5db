using System.IO.Pipelines;

namespace Msmtp.Hosting;

/// <summary>
/// Where a mail's message comes from: header, empty line, body (RFC 5322), lines ended by LF or CRLF. It is read once, while it is sent;
/// but for its header it is never held whole.
/// </summary>
public sealed class MessageInput
{
    readonly Func<CancellationToken, MessageReading> open;

    MessageInput(Func<CancellationToken, MessageReading> open)
    {
        this.open = open;
    }

    /// <summary>From a stream, which is read forward and stays the caller's.</summary>
    public static MessageInput FromStream(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new MessageInput(_ => new MessageReading(new CallersStream(stream)));
    }

    /// <summary>From memory.</summary>
    public static MessageInput FromOctets(ReadOnlyMemory<byte> octets) =>
        new(_ => new MessageReading(PipeReader.Create(new(octets)).AsStream()));

    /// <summary>
    /// From whatever writes it, such as MimeKit's <c>MimeMessage.WriteToAsync</c>. The writer runs while the mail is sent, no faster than
    /// the server takes it; its token is cancelled when nobody reads any more. What it throws ends the mail before anything is delivered.
    /// </summary>
    public static MessageInput FromWriter(Func<Stream, CancellationToken, Task> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        return new MessageInput(ct => MessageReading.OfWriter(write, ct));
    }

    /// <summary>A stream is a message.</summary>
    public static implicit operator MessageInput(Stream stream) => FromStream(stream);

    internal MessageReading Open(CancellationToken ct) => open(ct);
}
