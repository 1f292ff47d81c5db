using Microsoft.Win32.SafeHandles;

namespace Msmtp.Queue.Spool.Waiting;

/// <summary>
/// Waits until something happens in a folder. What happens between two waits is not lost: the folder is watched from the first one on, which
/// therefore returns at once.
/// </summary>
sealed class FolderWatch(string folder)
{
    // Where a folder cannot be watched.
    static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(10);

    SafeFileHandle? watch;

    public void Wait(TimeSpan patience, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (watch is null)
        {
            watch = Inotify.TryWatch(folder);
            if (watch is not null)
                return;
            patience = patience >= TimeSpan.Zero && patience < LookInterval ? patience : LookInterval;
        }
        using var cancelled = cancellationToken.CanBeCanceled ? Inotify.TryCreateEvent() : null;
        using (cancelled is null ? default : cancellationToken.UnsafeRegister(static signal => Inotify.Set((SafeFileHandle)signal!), cancelled))
            Inotify.Wait(watch, cancelled, patience);
        cancellationToken.ThrowIfCancellationRequested();
        if (watch is not null && Inotify.Take(watch) is null)
        {
            watch.Dispose();
            watch = null;
        }
    }
}
