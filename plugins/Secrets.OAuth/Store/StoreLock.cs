namespace Msmtp.Secrets.OAuth.Store;

/// <summary>
/// Waits for the lock on a stored sign-in. A provider that rotates refresh tokens takes two uses of one for theft, and revokes the sign-in:
/// only one program renews at a time.
/// </summary>
sealed class StoreLock : IDisposable
{
    // No longer than one request to a provider may take.
    const int Patience = 60_000;
    const int Interval = 50;

    IDisposable? file;

    /// <summary>Waits until the lock is free and takes it, until this is disposed. The file stays.</summary>
    public async ValueTask TakeAsync(string path, PluginContext context, CancellationToken cancellationToken)
    {
        var start = context.Time.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            file = LockFile.TryTake(path);
            if (file is not null)
                return;
            if (context.Time.GetElapsedTime(start).TotalMilliseconds >= Patience)
                throw StoreFailures.HeldTooLong(path);
            // The command has no timers. This wait ends at once when it is cancelled.
            if (context.Io == IoMode.Blocking)
                cancellationToken.WaitHandle.WaitOne(Interval);
            else
                await Task.Delay(TimeSpan.FromMilliseconds(Interval), context.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => file?.Dispose();
}
