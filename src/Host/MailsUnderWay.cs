namespace Msmtp.Hosting;

/// <summary>The calls of a mailer that have not returned yet, so that disposing it can wait for them.</summary>
#pragma warning disable CA1001 // The source holds no handle, and mails that were given up may still read its token.
sealed class MailsUnderWay
#pragma warning restore CA1001
{
    // Their number, and a bit that says that no more are accepted: without a lock, at which all mails would queue.
    const long Closed = 1L << 62;

    readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly CancellationTokenSource abandoned = new();
    long state;

    /// <summary>Cancelled when they are no longer waited for.</summary>
    public CancellationToken Abandoned => abandoned.Token;

    /// <exception cref="ObjectDisposedException">No more calls are accepted.</exception>
    public void Enter()
    {
        if ((Interlocked.Increment(ref state) & Closed) == 0)
            return;
        Leave();
        throw new ObjectDisposedException(typeof(IMailer).FullName);
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref state) == Closed)
            drained.TrySetResult();
    }

    /// <summary>Accepts no more calls, waits for those under way, and cancels what is left after that.</summary>
    public async Task CloseAsync(TimeSpan patience, TimeProvider time)
    {
        if ((Interlocked.Or(ref state, Closed) & ~Closed) == 0)
            drained.TrySetResult();
        try
        {
            await drained.Task.WaitAsync(patience, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await abandoned.CancelAsync().ConfigureAwait(false);
        }
    }
}
