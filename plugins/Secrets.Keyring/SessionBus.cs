namespace Msmtp.Secrets.Keyring;

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
