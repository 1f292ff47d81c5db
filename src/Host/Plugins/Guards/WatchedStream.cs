namespace Msmtp.Hosting;

/// <summary>A message's body on its way to a reader that may hang: each read is reported.</summary>
sealed class WatchedStream(Stream body, Action onRead) : ForwardOnlyStream
{
    /// <summary>Why the body could not be read, which is not the reader's fault; null: it could.</summary>
    public MailException? Failure { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        onRead();
        try
        {
            return body.Read(buffer);
        }
        catch (MailException e)
        {
            Failure = e;
            throw;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        onRead();
        try
        {
            return await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (MailException e)
        {
            Failure = e;
            throw;
        }
    }
}
