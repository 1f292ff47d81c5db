namespace Msmtp.Hosting;

/// <summary>What the user can do when authentication fails: one sentence for each case. Nothing here does I/O.</summary>
static class AuthAdvice
{
    /// <summary>The server offers no AUTH.</summary>
    public static string NotOffered(AccountSettings settings) => settings.Get(CommonSettings.Tls)
        ? $"{Host(settings)} offers no login on port {settings.Get(CommonSettings.Port)}: try port 587, or write \"auth off\" if it accepts your mail without one"
        : $"many servers offer authentication only with TLS: write \"tls on\"; or \"auth off\" if {Host(settings)} accepts your mail without a login";

    /// <summary>The mechanism that the account names is not offered.</summary>
    public static string OthersOffered(IReadOnlyList<string> names) =>
        $"the server offers {List(names)}: write \"auth on\" to have the best of them chosen";

    /// <summary>The server offers none of the mechanisms that the account is limited to.</summary>
    public static string NoPreferred(IReadOnlyList<string> names) =>
        $"the server offers {List(names)}, and this account logs in with a token, which must not go to any other method: "
        + "check that host is a server of the same provider";

    /// <summary>No mechanism can be chosen that would not show the password.</summary>
    public static string NothingSafe(IReadOnlyList<string> names) =>
        $"the server offers {List(names)}, which would show the password to anyone along the way: write \"tls on\"";

    /// <summary>No mechanism can be chosen at all.</summary>
    public static string NothingKnown(IReadOnlyList<string> names) =>
        $"the server offers {List(names)}: if this msmtp knows one of them (--version), name it in auth; some are never chosen automatically";

    /// <summary>There is no user name.</summary>
    public static string NoUser(AccountSettings settings) => $"write \"user\" and your login name at {Host(settings)}";

    /// <summary>No secret was found.</summary>
    public static string NoSecret(AccountSettings settings) =>
        $"no password was found for {settings.Get(CommonSettings.User)} at {Host(settings)}: supply it with passwordeval, a keyring or ~/.netrc, "
        + "or run msmtp in a terminal, where it can ask";

    static string List(IReadOnlyList<string> names) => names.Count > 0 ? string.Join(", ", names) : "no mechanism";

    static string Host(AccountSettings settings) => settings.Get(CommonSettings.Host) ?? "the server";
}
