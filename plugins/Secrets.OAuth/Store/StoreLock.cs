namespace Msmtp.Secrets.OAuth.Store;

/// <summary>
/// Waits for the lock on a stored sign-in. A provider that rotates refresh tokens takes two uses of one for theft, and revokes the sign-in: only
/// one program renews at a time.
/// </summary>
static class StoreLock
{
    // No longer than one request to a provider may take.
    const int Patience = 60_000;
    const int Interval = 50;

    /// <summary>Waits until the lock is free and takes it; the caller disposes it. The file stays.</summary>
    public static async ValueTask<IDisposable> WaitAsync(string path, PluginContext context, CancellationToken cancellationToken)
    {
        var start = context.Time.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (LockFile.TryTake(path) is { } taken)
                return taken;
            if (context.Time.GetElapsedTime(start).TotalMilliseconds >= Patience)
                throw StoreFailures.HeldTooLong(path);
            // The command has no timers. This wait ends at once when it is cancelled.
            if (context.Io == IoMode.Blocking)
                cancellationToken.WaitHandle.WaitOne(Interval);
            else
                await Task.Delay(TimeSpan.FromMilliseconds(Interval), context.Time, cancellationToken).ConfigureAwait(false);
        }
    }
}
