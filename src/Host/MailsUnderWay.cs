namespace Msmtp.Hosting;

/// <summary>The calls of a mailer that have not come back yet, so that closing it can wait for them.</summary>
#pragma warning disable CA1001 // Nothing hangs on the source of the token, and mails that were given up may still ask for it.
sealed class MailsUnderWay
#pragma warning restore CA1001
{
    // How many there are, and beside it whether that is all: no lock, through which all mails would have to pass one by one.
    const long Closed = 1L << 62;

    readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly CancellationTokenSource abandoned = new();
    long state;

    /// <summary>Cancelled when nobody waits for them any longer.</summary>
    public CancellationToken Abandoned => abandoned.Token;

    /// <exception cref="ObjectDisposedException">No more calls are taken.</exception>
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

    /// <summary>Takes no more calls, waits for those that are there, and cancels what is left then.</summary>
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
