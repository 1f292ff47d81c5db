namespace Msmtp;

/// <summary>What a plugin may know about the machine and the user. Use this instead of asking the system, so that tests can replace it.</summary>
public sealed record PluginEnvironment
{
    /// <summary>The user's home directory; empty if unknown.</summary>
    public required string Home { get; init; }

    /// <summary>The directory of system-wide configuration: <c>/etc</c>.</summary>
    public string SystemConfiguration { get; init; } = "/etc";

    /// <summary>
    /// The folder for what this program keeps between runs: <c>msmtp</c> in that of the service manager (STATE_DIRECTORY), of the desktop
    /// (XDG_STATE_HOME) or of the system. It may not exist yet. Null if unknown.
    /// </summary>
    public string? StateFolder => StateFolders.Of(this);

    /// <summary>Returns an environment variable, or null if it is not set.</summary>
    public Func<string, string?> GetVariable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>
    /// Looks up this machine's fully qualified name, for a client's greeting (RFC 5321 §4.1.1.1) when none is configured. Null: do not look it
    /// up; the protocol's plugin has a default.
    /// </summary>
    public FullHostNameLookup? FullHostName { get; init; }

    /// <summary>Returns this machine's own name, which need not be its full one.</summary>
    public Func<string> MachineName { get; init; } = static () => Environment.MachineName;

    /// <summary>The name of this program as shown in messages: <c>msmtp</c>, <c>sendmail</c>.</summary>
    public string ProgramName { get; init; } = "msmtp";
}

/// <summary>Where programs keep their state.</summary>
static class StateFolders
{
    // systemd.exec(5), the XDG Base Directory specification, Windows.
    public static string? Of(PluginEnvironment environment) => Base(environment) is { } state ? Path.Combine(state, "msmtp") : null;

    static string? Base(PluginEnvironment environment)
    {
        if (environment.GetVariable("STATE_DIRECTORY")?.Split(':')[0] is { } unit && Path.IsPathRooted(unit))
            return unit;
        if (environment.GetVariable("XDG_STATE_HOME") is { } state && Path.IsPathRooted(state))
            return state;
        if (OperatingSystem.IsWindows() && environment.GetVariable("LOCALAPPDATA") is { Length: > 0 } local)
            return local;
        // What is kept for later must not depend on the folder in which a program was called.
        return Path.IsPathRooted(environment.Home) ? Path.Combine(environment.Home, ".local", "state") : null;
    }
}

/// <summary>Looks up this machine's fully qualified name. Does not wait long.</summary>
/// <param name="cancellationToken">Cancels the operation.</param>
/// <returns>The name, or null if the machine has none.</returns>
public delegate ValueTask<string?> FullHostNameLookup(CancellationToken cancellationToken);
