namespace Msmtp.Hosting;

/// <summary>A store of secrets of a plugin from a folder. It is made when it is first called, on the plugin's thread.</summary>
sealed class GuardedSecretStore(PluginGuard guard, Func<ISecretStore> create) : ISecretStore
{
    ISecretStore? store;

    ISecretStore Store => store ??= create();

    // As long as a question: the user may have to unlock it.
    public ValueTask<Secret?> FindAsync(SecretKey key, CancellationToken cancellationToken) =>
        guard.CallAsync(DeliveryStage.Configure, guard.Deadlines.Question, token => Store.FindAsync(key, token), cancellationToken);

    public ValueTask StoreAsync(SecretKey key, Secret secret, CancellationToken cancellationToken) =>
        guard.CallAsync(DeliveryStage.Configure, guard.Deadlines.Question, token => Store.StoreAsync(key, secret, token), cancellationToken);

    public ValueTask<bool> RemoveAsync(SecretKey key, CancellationToken cancellationToken) =>
        guard.CallAsync(DeliveryStage.Configure, guard.Deadlines.Question, token => Store.RemoveAsync(key, token), cancellationToken);
}
