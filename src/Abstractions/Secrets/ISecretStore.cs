namespace Msmtp;

/// <summary>
/// A place that keeps secrets for plugins, such as the refresh tokens of OAuth, from one run of the program to the next: the host's files
/// (<c>file</c>), a keyring. It is asked by name (<see cref="PluginContext.OpenSecretStore"/>), and used by many at once, of other processes
/// too: who reads, changes and stores holds a lock of his own around that. Each call throws <see cref="MailException"/> when the store
/// cannot be asked, or finds what it holds unfit (others could read it), and never says what it holds.
/// </summary>
public interface ISecretStore
{
    /// <summary>What was stored last. Null: nothing. It is the caller's to dispose.</summary>
    /// <param name="key">Which secret.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<Secret?> FindAsync(SecretKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps a secret in place of what was stored before. Once it returns, the secret survives a loss of power; until then the one before
    /// is there, whole. Only the octets are kept, which may be any, 1 MiB at most.
    /// </summary>
    /// <param name="key">Which secret.</param>
    /// <param name="secret">It stays the caller's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask StoreAsync(SecretKey key, Secret secret, CancellationToken cancellationToken);

    /// <summary>Forgets a secret. False: there was none.</summary>
    /// <param name="key">Which secret.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<bool> RemoveAsync(SecretKey key, CancellationToken cancellationToken);
}

/// <summary>By what a store knows a secret. Two keys are the same only if all of it is, octet for octet.</summary>
/// <param name="Service">Who keeps it, and for what, such as <c>oauth</c>: a name of its own for each plugin.</param>
/// <param name="Host">The server that it is for; empty: none.</param>
/// <param name="User">The user whose it is; empty: nobody's in particular.</param>
public sealed record SecretKey(string Service, string Host, string User);
