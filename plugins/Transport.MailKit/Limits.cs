namespace Msmtp.Transport.MailKit;

/// <summary>What this transport cannot do: an error, never done differently. Nothing here does I/O.</summary>
static class Limits
{
    // These kinds of commands are about the connection, which MailKit's client makes in its own way.
    static readonly string[] KindsOfTransports = ["tls_", "dsn_", "proxy_", "source_"];

    // Commands of these kinds that are honoured, or have no effect anywhere.
    static readonly string[] Known = ["tls_starttls", "tls_trust_file", "tls_certcheck", "tls_force_sslv3"];

    /// <summary>What the account asks for in vain; null: nothing.</summary>
    public static string? Fault(AccountSettings settings)
    {
        if (settings.Get(CommonSettings.Protocol) != MailProtocol.Smtp)
            return "transport mailkit speaks SMTP, not LMTP";
        if (settings.Get(CommonSettings.Socket) is not null)
            return "transport mailkit cannot honour socket";
        var refused = WrittenNames(settings).Where(IsRefused).Order(StringComparer.Ordinal).FirstOrDefault();
        return refused is null ? null : $"transport mailkit cannot honour {refused}";
    }

    // The commands that are set. Most belong to other plugins, and are known only by name.
    static IEnumerable<string> WrittenNames(AccountSettings settings) =>
        settings.Keys.OfType<SettingKey>().Where(key => key.Show(settings) != SettingKey.NotSet).Select(static key => key.Name);

    static bool IsRefused(string name) =>
        KindsOfTransports.Any(kind => name.StartsWith(kind, StringComparison.Ordinal)) && !Known.Contains(name);
}
