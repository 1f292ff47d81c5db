using Msmtp.Text;

namespace Msmtp.Secrets.Keyring;

/// <summary>The attributes that a password is looked up by. Nothing here does I/O.</summary>
static class KeyringItem
{
    /// <summary>
    /// The ways in which a user's password may be stored, the likelier first. They are msmtp's, so that passwords stored for it are found.
    /// Empty: no keyring can have it.
    /// </summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Of(string service, string host, string user) =>
        IsText(service) && IsText(host) && IsText(user) ? [Stored(service, host, user), Network(service, host, user)] : [];

    /// <summary>A secret that a plugin stores. Null: no keyring can have it.</summary>
    public static IReadOnlyDictionary<string, string>? Kept(SecretKey key) => IsText(key.Service) && IsText(key.Host) && IsText(key.User)
        ? new Dictionary<string, string>(Stored(key.Service, key.Host, key.User)) { ["xdg:schema"] = KeptSchema }
        : null;

    // What a user stores for msmtp by hand has no schema, so that the two are not confused.
    const string KeptSchema = "msmtp.kept";

    // What secret-tool stores if called as `--configure` advises.
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

    // Attributes are D-Bus strings: UTF-8 without NUL. The library cuts at a NUL, and would find another user's password.
    static bool IsText(string value) => OctetText.IsUtf8(value) && !value.Contains('\0', StringComparison.Ordinal);
}
