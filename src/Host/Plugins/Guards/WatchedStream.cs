namespace Msmtp.Hosting;

/// <summary>A message's body on its way to somebody who may hang: whoever watches sees when it was last read from.</summary>
sealed class WatchedStream(Stream body, Action onRead) : ForwardOnlyStream
{
    /// <summary>Why the body could not be read, which is nobody's fault who reads it; null: it could.</summary>
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
