namespace Msmtp.Hosting;

/// <summary>
/// A message from an application. Whatever its stream throws becomes a failure to read the message, after which nothing was delivered: no
/// transport has to guess.
/// </summary>
/// <param name="source">The application's stream.</param>
/// <param name="mustGive">An empty stream is the caller's mistake, not a mail.</param>
sealed class CallersStream(Stream source, bool mustGive = false) : ForwardOnlyStream
{
    bool mustGive = mustGive;

    public override int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = source.Read(buffer);
        }
        catch (Exception e) when (e is not MailException)
        {
            throw Unreadable(e);
        }
        return Counted(count, buffer.Length);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count;
        try
        {
            count = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not MailException && !e.IsFrom(cancellationToken))
        {
            throw Unreadable(e);
        }
        return Counted(count, buffer.Length);
    }

    public static MailException Unreadable(Exception e) =>
        new(ExitCode.IoErr, DeliveryStage.Configure, $"the message cannot be read: {e.Message}", inner: e);

    public static InvalidOperationException Nothing() =>
        new("the message has nothing to give: it is empty, or its stream has been read to its end already");

    int Counted(int count, int room)
    {
        if (mustGive && count == 0 && room > 0)
            throw Nothing();
        mustGive &= count == 0;
        return count;
    }
}
