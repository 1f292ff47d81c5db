namespace Msmtp.Secrets.Keyring;

/// <summary>A connection to the Secret Service, for one question. Its calls block, and are made by one thread.</summary>
interface ISecretService : IDisposable
{
    /// <summary>
    /// The password that has all these attributes; of several the one that the service names first. If all are locked the service is
    /// asked to unlock that one, and may ask the user. Null: there is none, or it stays locked, or the service does not answer.
    /// </summary>
    Secret? Find(IReadOnlyDictionary<string, string> attributes, CancellationToken cancellationToken);

    /// <summary>All octets of the secret that has all these attributes. Null: there is none. Throws <see cref="IOException"/> when the service fails.</summary>
    Secret? Read(IReadOnlyDictionary<string, string> attributes, CancellationToken cancellationToken);

    /// <summary>Keeps a secret in place of the one that has the same attributes. Throws <see cref="IOException"/> when it cannot be kept.</summary>
    void Store(IReadOnlyDictionary<string, string> attributes, string label, Secret secret, CancellationToken cancellationToken);

    /// <summary>Removes what has all these attributes. False: there was nothing. Throws <see cref="IOException"/> when the service fails.</summary>
    bool Remove(IReadOnlyDictionary<string, string> attributes, CancellationToken cancellationToken);
}

/// <summary>
/// The message bus of the user's session, where GLib looks for it. Asked first, because GLib goes further than that: it starts a bus of
/// its own by dbus-launch when it finds none and there is a display.
/// </summary>
/// <param name="environment">Gives a variable of the environment; null: it is not set.</param>
sealed class SessionBus(Func<string, string?> environment)
{
    /// <summary>Whether there is something to connect to.</summary>
    public bool IsThere() => environment("DBUS_SESSION_BUS_ADDRESS") is { Length: > 0 } address
        ? !address.Contains("autolaunch:", StringComparison.Ordinal)
        : environment("XDG_RUNTIME_DIR") is { Length: > 0 } folder && File.Exists(Path.Combine(folder, "bus"));
}
