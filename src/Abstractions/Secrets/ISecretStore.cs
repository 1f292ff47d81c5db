namespace Msmtp;

/// <summary>
/// A store for secrets of plugins, such as OAuth refresh tokens, from one run of the program to the next: the host's files (<c>file</c>), a
/// keyring. It is opened by name (<see cref="PluginContext.OpenSecretStore"/>) and may be used concurrently, also by other processes: a
/// caller that reads, changes and stores needs its own lock around that. Each call throws <see cref="MailException"/> if the store is not
/// available or not safe (readable by others); no message contains a secret.
/// </summary>
public interface ISecretStore
{
    /// <summary>Returns the stored secret, which the caller disposes; null if there is none.</summary>
    /// <param name="key">Which secret.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask<Secret?> FindAsync(SecretKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Stores a secret, replacing the previous one. Once this returns, the secret survives a power failure; until then the previous one is
    /// intact. Only the octets are stored: any, at most 1 MiB.
    /// </summary>
    /// <param name="key">Which secret.</param>
    /// <param name="secret">The secret, still owned by the caller.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask StoreAsync(SecretKey key, Secret secret, CancellationToken cancellationToken);

    /// <summary>Removes a secret; false if there was none.</summary>
    /// <param name="key">Which secret.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask<bool> RemoveAsync(SecretKey key, CancellationToken cancellationToken);
}

/// <summary>The key of a secret in a store. Two keys are equal only if all parts are, octet for octet.</summary>
/// <param name="Service">The purpose, such as <c>oauth</c>, with a different name for each plugin.</param>
/// <param name="Host">The server that it is for; empty for none.</param>
/// <param name="User">The user that it belongs to; empty for none in particular.</param>
public sealed record SecretKey(string Service, string Host, string User);
