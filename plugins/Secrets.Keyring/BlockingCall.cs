namespace Msmtp.Secrets.Keyring;

/// <summary>
/// Makes a call that blocks, perhaps for as long as a person takes to type a password, on a thread of its own, and waits for it: without
/// holding a thread in an application, holding the caller's in the command. The library's promise to end is not relied upon: when the
/// time is up the call is told to give up, and left to itself.
/// </summary>
sealed class BlockingCall(IoMode io, TimeProvider time)
{
    /// <summary>RFC 5321 §4.5.3.2.7: then the server need not wait any longer for the password.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Makes the call. Null: it found nothing, or not in time.</summary>
    public async ValueTask<Secret?> RunAsync(Func<CancellationToken, Secret?> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // Not disposed: the call may still look at it when nobody waits any more.
        var givingUp = new CancellationTokenSource();
        var work = Task.Factory.StartNew(
            () => call(givingUp.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            if (io == IoMode.Blocking)
                Task.WaitAny([work], (int)Limit.TotalMilliseconds, cancellationToken);
            // As a task without a result: that one waits, too, and the native command is spared a waiting of each type of result there is.
            await ((Task)work).WaitAsync(io == IoMode.Blocking ? TimeSpan.Zero : Limit, time, cancellationToken).ConfigureAwait(false);
            return await work.ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            await givingUp.CancelAsync().ConfigureAwait(false);
            _ = ForgetAsync(work);
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    static async Task ForgetAsync(Task<Secret?> work)
    {
        await ((Task)work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (work.IsCompletedSuccessfully)
            (await work.ConfigureAwait(false))?.Dispose();
    }
}
