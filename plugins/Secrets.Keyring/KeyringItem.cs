namespace Msmtp.Secrets.Keyring;

/// <summary>The attributes by which a password is found. Nothing here does I/O.</summary>
static class KeyringItem
{
    /// <summary>
    /// The ways in which the password of a user may be kept, the likelier first. They are msmtp's, so that what was stored for it is found.
    /// Empty: no keyring can have it.
    /// </summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Of(string service, string host, string user) =>
        IsText(service) && IsText(host) && IsText(user) ? [Stored(service, host, user), Network(service, host, user)] : [];

    /// <summary>A secret that a plugin keeps. Null: no keyring can have it.</summary>
    public static IReadOnlyDictionary<string, string>? Kept(SecretKey key) => IsText(key.Service) && IsText(key.Host) && IsText(key.User)
        ? new Dictionary<string, string>(Stored(key.Service, key.Host, key.User)) { ["xdg:schema"] = KeptSchema }
        : null;

    // What a user stores for msmtp by hand has none, so that neither is taken for the other.
    const string KeptSchema = "msmtp.kept";

    // What secret-tool stores when it is called as `--configure` advises.
    static Dictionary<string, string> Stored(string service, string host, string user) => new()
    {
        ["user"] = user,
        ["service"] = service,
        ["host"] = host,
    };

    // SECRET_SCHEMA_COMPAT_NETWORK of libsecret: network passwords as gnome-keyring's older library kept them.
    static Dictionary<string, string> Network(string protocol, string server, string user) => new()
    {
        ["user"] = user,
        ["protocol"] = protocol,
        ["server"] = server,
        ["xdg:schema"] = "org.gnome.keyring.NetworkPassword",
    };

    // Attributes are strings of D-Bus: UTF-8 without NUL. The library cuts at a NUL, and would find another user's password.
    static bool IsText(string value) => OctetText.IsUtf8(value) && !value.Contains('\0', StringComparison.Ordinal);
}
