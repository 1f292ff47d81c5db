namespace Msmtp.Hosting;

/// <summary>
/// The labels of an account in measurements and traces, with OpenTelemetry's names where it has one. Never who sends, receives or logs in.
/// </summary>
static class ServerTags
{
    public static IReadOnlyList<KeyValuePair<string, object?>> Of(string? account, AccountSettings settings)
    {
        var tags = new List<KeyValuePair<string, object?>>();
        if (account is not null)
            tags.Add(new("msmtp.account", account));
        if (Address(settings) is { } address)
            tags.Add(new("server.address", address));
        if (settings.Get(CommonSettings.Socket) is null && settings.Get(CommonSettings.Port) is > 0 and var port)
            tags.Add(new("server.port", port));
        return tags;
    }

    /// <summary>The server as a log line names it.</summary>
    public static string Server(AccountSettings settings) => (Address(settings), settings.Get(CommonSettings.Port)) switch
    {
        (null, _) => "no server",
        ({ } address, > 0 and var port) when settings.Get(CommonSettings.Socket) is null => $"{address}:{port}",
        ({ } address, _) => address,
    };

    static string? Address(AccountSettings settings) => settings.Get(CommonSettings.Socket) ?? settings.Get(CommonSettings.Host);
}
