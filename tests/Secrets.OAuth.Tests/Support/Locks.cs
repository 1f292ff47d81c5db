using Msmtp.Secrets.OAuth.Store;

namespace Msmtp.Secrets.OAuth.Tests.Support;

/// <summary>Takes locks, which are released when they are disposed.</summary>
static class Locks
{
    public static async Task<IDisposable> LockAsync(this SignInStore store, CancellationToken cancellationToken)
    {
        var held = new StoreLock();
        await store.LockAsync(held, cancellationToken);
        return held;
    }

    public static async ValueTask<IDisposable> WaitAsync(string path, PluginContext context, CancellationToken cancellationToken)
    {
        var held = new StoreLock();
        await held.TakeAsync(path, context, cancellationToken);
        return held;
    }
}
