namespace Msmtp.Secrets.OAuth.Tests.Support;

/// <summary>A store on a disk that is full from one write on.</summary>
sealed class FullStore(ISecretStore store, Func<bool> isFull) : ISecretStore
{
    public ValueTask<Secret?> FindAsync(SecretKey key, CancellationToken cancellationToken) => store.FindAsync(key, cancellationToken);

    public ValueTask StoreAsync(SecretKey key, Secret secret, CancellationToken cancellationToken) => isFull()
        ? throw new MailException(ExitCode.IoErr, DeliveryStage.Configure, "no space left on device")
        : store.StoreAsync(key, secret, cancellationToken);

    public ValueTask<bool> RemoveAsync(SecretKey key, CancellationToken cancellationToken) => store.RemoveAsync(key, cancellationToken);
}
