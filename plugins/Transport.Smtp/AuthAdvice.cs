namespace Msmtp.Transport.Smtp;

/// <summary>What a user can do when authentication fails: one sentence for each case. Nothing here does I/O.</summary>
static class AuthAdvice
{
    /// <summary>The server offers no AUTH.</summary>
    public static string NotOffered(Settings settings) => settings.Get(CommonSettings.Tls)
        ? $"{Host(settings)} lets nobody log in on port {settings.Get(CommonSettings.Port)}: try port 587, or write \"auth off\" if it takes mail from you without"
        : $"many servers offer authentication under TLS only: write \"tls on\"; or \"auth off\" if {Host(settings)} takes mail from you without";

    /// <summary>The mechanism that the account names is not offered.</summary>
    public static string OthersOffered(IReadOnlyList<string> names) => $"the server offers {List(names)}: write \"auth on\" to have the best of them chosen";

    /// <summary>Nothing can be chosen that would not show the password.</summary>
    public static string NothingSafe(IReadOnlyList<string> names) =>
        $"the server offers {List(names)}, which would show the password to everybody on the way: write \"tls on\"";

    /// <summary>Nothing can be chosen at all.</summary>
    public static string NothingKnown(IReadOnlyList<string> names) =>
        $"the server offers {List(names)}: one that is never chosen by itself can be named in auth, if this msmtp knows it (--version)";

    /// <summary>There is no user name.</summary>
    public static string NoUser(Settings settings) => $"write \"user\" and your name at {Host(settings)}";

    /// <summary>Nobody knows the secret.</summary>
    public static string NoSecret(Settings settings) =>
        $"nobody knows the password of {settings.Get(CommonSettings.User)} at {Host(settings)}: give it by passwordeval, a keyring or ~/.netrc, "
        + "or run where there is a terminal to ask at";

    static string List(IReadOnlyList<string> names) => names.Count > 0 ? string.Join(", ", names) : "no mechanism";

    static string Host(Settings settings) => settings.Get(CommonSettings.Host) ?? "the server";
}
