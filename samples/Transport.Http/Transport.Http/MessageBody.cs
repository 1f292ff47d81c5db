using System.Net;
using System.Net.Http.Headers;
using Msmtp;

namespace Transport.Http;

/// <summary>The message as the body of a request, while it is read: its length is not known before its end.</summary>
sealed class MessageBody : HttpContent
{
    readonly MessageContent message;
    readonly Action onWhole;

    public MessageBody(MessageContent message, Action onWhole)
    {
        this.message = message;
        this.onWhole = onWhole;
        Headers.ContentType = new MediaTypeHeaderValue("message/rfc822");
    }

    /// <summary>The octets so far, a line end counted as one.</summary>
    public long Size { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var last = await WriteAsync(stream, message.HeaderBlock, (byte)'\n', cancellationToken).ConfigureAwait(false);
        var buffer = new byte[1 << 14];
        while (await message.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
            last = await WriteAsync(stream, buffer.AsMemory(0, count), last, cancellationToken).ConfigureAwait(false);
        if (last != '\n')
            await WriteAsync(stream, "\n"u8.ToArray(), last, cancellationToken).ConfigureAwait(false);
        onWhole();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    // RFC 5322 §2.3: lines end with CR LF.
    async Task<byte> WriteAsync(Stream stream, ReadOnlyMemory<byte> octets, byte last, CancellationToken ct)
    {
        var lines = new MemoryStream(octets.Length + 64);
        foreach (var octet in octets.Span)
        {
            if (octet == '\n' && last != '\r')
                lines.WriteByte((byte)'\r');
            Size += octet == '\n' && last == '\r' ? 0 : 1;
            lines.WriteByte(octet);
            last = octet;
        }
        await stream.WriteAsync(lines.GetBuffer().AsMemory(0, (int)lines.Length), ct).ConfigureAwait(false);
        return last;
    }
}
