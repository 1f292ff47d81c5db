namespace Msmtp.Secrets.Keyring;

/// <summary>A connection to the Secret Service, for one request. Its calls block, and are made by one thread.</summary>
interface ISecretService : IDisposable
{
    /// <summary>
    /// The password that has all these attributes; of several the one the service returns first. If all are locked, the service is
    /// asked to unlock that one, and may ask the user. Null: there is none, it stays locked, or the service does not answer.
    /// </summary>
    Secret? Find(IReadOnlyDictionary<string, string> attributes, CancellationToken cancellationToken);

    /// <summary>
    /// All octets of the secret that has all these attributes. Null: there is none. Throws <see cref="IOException"/> if the service fails.
    /// </summary>
    Secret? Read(IReadOnlyDictionary<string, string> attributes, CancellationToken cancellationToken);

    /// <summary>Stores a secret, replacing one with the same attributes. Throws <see cref="IOException"/> on failure.</summary>
    void Store(IReadOnlyDictionary<string, string> attributes, string label, Secret secret, CancellationToken cancellationToken);

    /// <summary>Removes what has all these attributes. False: nothing does. Throws <see cref="IOException"/> on failure.</summary>
    bool Remove(IReadOnlyDictionary<string, string> attributes, CancellationToken cancellationToken);
}

/// <summary>
/// The message bus of the user's session, where GLib looks for it. Checked first, because GLib goes further: if there is none, but a
/// display, it starts a bus with dbus-launch.
/// </summary>
/// <param name="environment">Reads an environment variable; null: it is not set.</param>
sealed class SessionBus(Func<string, string?> environment)
{
    /// <summary>Whether there is a bus to connect to.</summary>
    public bool IsThere() => environment("DBUS_SESSION_BUS_ADDRESS") is { Length: > 0 } address
        ? !address.Contains("autolaunch:", StringComparison.Ordinal)
        : environment("XDG_RUNTIME_DIR") is { Length: > 0 } folder && File.Exists(Path.Combine(folder, "bus"));
}
