namespace Msmtp.Hosting;

/// <summary>The calls of a mailer that have not come back yet, so that closing it can wait for them.</summary>
#pragma warning disable CA1001 // Nothing hangs on the source of the token, and mails that were given up may still ask for it.
sealed class MailsUnderWay
#pragma warning restore CA1001
{
    readonly Lock gate = new();
    readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly CancellationTokenSource abandoned = new();
    int count;
    bool isClosed;

    /// <summary>Cancelled when nobody waits for them any longer.</summary>
    public CancellationToken Abandoned => abandoned.Token;

    /// <exception cref="ObjectDisposedException">No more calls are taken.</exception>
    public void Enter()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isClosed, typeof(IMailer));
            count++;
        }
    }

    public void Leave()
    {
        lock (gate)
        {
            count--;
            if (isClosed && count == 0)
                drained.TrySetResult();
        }
    }

    /// <summary>Takes no more calls, waits for those that are there, and cancels what is left then.</summary>
    public async Task CloseAsync(TimeSpan patience, TimeProvider time)
    {
        lock (gate)
        {
            isClosed = true;
            if (count == 0)
                drained.TrySetResult();
        }
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
