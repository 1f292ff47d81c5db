using System.Net;
using System.Net.Http.Headers;
using Msmtp;

namespace Transport.Http;

/// <summary>The message as a request body, streamed: its length is not known before its end.</summary>
sealed class MessageBody : HttpContent
{
    readonly CanonicalStream message;
    readonly Action onWhole;

    public MessageBody(MessageContent content, Action onWhole)
    {
        message = content.OpenRead();
        this.onWhole = onWhole;
        Headers.ContentType = new MediaTypeHeaderValue("message/rfc822");
    }

    /// <summary>The octets so far, with a line end counted as one.</summary>
    public long Size => message.Size;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await message.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
        onWhole();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
