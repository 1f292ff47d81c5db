namespace Msmtp.Hosting;

/// <summary>
/// A message that an application hands over. Whatever its stream throws says that the message cannot be read, and that nothing was
/// delivered: no transport has to guess.
/// </summary>
sealed class CallersStream(Stream source) : ForwardStream
{
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return source.Read(buffer);
        }
        catch (Exception e) when (e is not MailException)
        {
            throw Unreadable(e);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not MailException && !cancellationToken.IsCancellationRequested)
        {
            throw Unreadable(e);
        }
    }

    static MailException Unreadable(Exception e) =>
        new(ExitCode.IoErr, DeliveryStage.Configure, $"the message cannot be read: {e.Message}", inner: e);
}
