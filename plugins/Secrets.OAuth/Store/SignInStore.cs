using Msmtp.Secrets.OAuth.Settings;

namespace Msmtp.Secrets.OAuth.Store;

/// <summary>
/// Keeps the sign-in of one account: one entry for each provider, client and user, in <c>oauth_store</c>. Whoever changes it holds the lock,
/// and has read it again under the lock.
/// </summary>
sealed class SignInStore(PluginContext context, SignInSettings settings)
{
    /// <summary>The sign-in, which the caller disposes; null if there is none.</summary>
    /// <exception cref="MailException">The store is not available, unsafe (78), or its content is damaged.</exception>
    public ValueTask<StoredSignIn?> FindAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Replaces it; on disk when this returns.</summary>
    public ValueTask StoreAsync(StoredSignIn signIn, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Removes it; false if there was none.</summary>
    public ValueTask<bool> RemoveAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Waits for the lock (flock(2) on a file of its own), released when disposed.</summary>
    /// <exception cref="MailException"><see cref="ExitCode.TempFail"/>: somebody else has held it for too long.</exception>
    public ValueTask<IDisposable> LockAsync(CancellationToken cancellationToken) => throw new NotImplementedException();
}
