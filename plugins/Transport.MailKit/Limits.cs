namespace Msmtp.Transport.MailKit;

/// <summary>What this transport cannot do. What it cannot do is an error, never done otherwise. Nothing here does I/O.</summary>
static class Limits
{
    // What commands of this kind ask for happens on the way to the server, and MailKit's client does it its own way or not at all.
    static readonly string[] KindsOfTransports = ["tls_", "dsn_", "proxy_", "source_"];

    // Of these kinds, what is honoured, and what has no effect anywhere.
    static readonly string[] Known = ["tls_starttls", "tls_trust_file", "tls_certcheck", "tls_force_sslv3"];

    /// <summary>What the account asks for and does not get; null: nothing.</summary>
    public static string? Fault(AccountSettings settings)
    {
        if (settings.Get(CommonSettings.Protocol) != MailProtocol.Smtp)
            return "transport mailkit speaks SMTP, not LMTP";
        if (settings.Get(CommonSettings.Socket) is not null)
            return "transport mailkit cannot honour socket";
        var refused = WrittenNames(settings).Where(IsRefused).Order(StringComparer.Ordinal).FirstOrDefault();
        return refused is null ? null : $"transport mailkit cannot honour {refused}";
    }

    // The commands that somebody wrote and did not unset. Most are another plugin's, and known by their names alone.
    static IEnumerable<string> WrittenNames(AccountSettings settings) =>
        settings.Keys.OfType<SettingKey>().Where(key => key.Show(settings) != SettingKey.NotSet).Select(static key => key.Name);

    static bool IsRefused(string name) =>
        KindsOfTransports.Any(kind => name.StartsWith(kind, StringComparison.Ordinal)) && !Known.Contains(name);
}
