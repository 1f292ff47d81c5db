namespace Msmtp.Secrets.Keyring;

/// <summary>
/// Makes a call that blocks, perhaps for as long as the user takes to type a password, on a thread of its own, and waits for it: in an
/// application without holding a thread, in the command by blocking the caller's. It does not rely on the library to return: when time
/// is up, the call is cancelled and abandoned.
/// </summary>
sealed class BlockingCall(IoMode io, TimeProvider time)
{
    /// <summary>RFC 5321 §4.5.3.2.7: after that the server need not wait any longer for the password.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Makes the call. Null: it found nothing, or not in time.</summary>
    public async ValueTask<Secret?> RunAsync(Func<CancellationToken, Secret?> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // Not disposed: an abandoned call may still use it.
        var givingUp = new CancellationTokenSource();
        var work = Task.Factory.StartNew(
            () => call(givingUp.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            if (io == IoMode.Blocking)
                Task.WaitAny([work], (int)Limit.TotalMilliseconds, cancellationToken);
            // As a Task without a result, so that the native command needs no code to wait for each type of result.
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
