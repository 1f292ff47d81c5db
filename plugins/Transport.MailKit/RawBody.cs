using MimeKit;

namespace Msmtp.Transport.MailKit;

/// <summary>A body straight from its stream: read once, while it is sent, and never held in memory.</summary>
sealed class RawBody : MimeEntity
{
    const int BlockSize = 64 * 1024;

    readonly CanonicalStream source;
    readonly Patience patience;
    readonly Action beforeEnd;

    public RawBody(Stream source, Patience patience, Action beforeEnd) : base("text", "plain")
    {
        this.beforeEnd = beforeEnd;
        this.source = new CanonicalStream(default, source);
        this.patience = patience;
        // The base class's own fields are not part of the message.
        Headers.Clear();
    }

    /// <summary>The octets written, with a line end counted as one.</summary>
    public long Size => source.Size;

    /// <summary>All of it has been written; only the final dot is left to send.</summary>
    public bool IsWritten { get; private set; }

    // Another encoding would make it another message.
    public override void Prepare(EncodingConstraint constraint, int maxLineLength = 78)
    {
    }

    public override async Task WriteToAsync(
        FormatOptions options, Stream stream, bool contentOnly, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var block = new byte[BlockSize];
        while (await ReadAsync(block, cancellationToken).ConfigureAwait(false) is > 0 and var count)
            await stream.WriteAsync(block.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        beforeEnd();
        // Now, not when the final dot has been sent: by then the server may already have answered.
        patience.AwaitVerdict();
        IsWritten = true;
    }

    // The account's timeout is for the network: the source of the message may take its time.
    async ValueTask<int> ReadAsync(byte[] block, CancellationToken cancellationToken)
    {
        patience.Pause();
        try
        {
            return await source.ReadAsync(block, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new MailException(ExitCode.IoErr, DeliveryStage.Data, "input error while reading the mail", inner: e);
        }
        finally
        {
            patience.Renew();
        }
    }
}
