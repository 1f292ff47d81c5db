namespace Msmtp.Hosting;

/// <summary>
/// The folders in which plugins are looked for, in this order. A program with raised rights looks only where an administrator put them:
/// neither the environment nor the user's home may decide what it runs.
/// </summary>
static class PluginPath
{
    /// <summary>The environment variable with the user's own folders, separated by colons.</summary>
    public const string Variable = "MSMTP_PLUGIN_PATH";

    static readonly string[] OfSystem = ["/usr/local/lib/msmtp/plugins", "/usr/lib/msmtp/plugins"];

    public static IReadOnlyList<string> Of(UserEnvironment user) =>
        user.HasRaisedRights() ? OfSystem : [.. Named(user), OfUser(user), .. OfSystem];

    // A relative folder would be a different one for each caller.
    static IEnumerable<string> Named(UserEnvironment user) => (user.Variable(Variable) ?? "").Split(':').Where(Path.IsPathRooted);

    // XDG Base Directory Specification: a relative path in the variable is invalid and is ignored.
    static string OfUser(UserEnvironment user)
    {
        var data = user.Variable("XDG_DATA_HOME") is { } set && Path.IsPathRooted(set) ? set : Path.Combine(user.Home, ".local", "share");
        return Path.Combine(data, "msmtp", "plugins");
    }
}
