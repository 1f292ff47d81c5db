namespace Msmtp;

/// <summary>What a plugin may know of the machine and the user without asking the system itself: tests put in their own.</summary>
public sealed record PluginEnvironment
{
    /// <summary>The user's home directory; empty: unknown.</summary>
    public required string Home { get; init; }

    /// <summary>Where system-wide configuration lies: <c>/etc</c>.</summary>
    public string SystemConfiguration { get; init; } = "/etc";

    /// <summary>An environment variable; null: it is not set.</summary>
    public Func<string, string?> GetVariable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>
    /// Asks what this machine is called in full, for a client that introduces itself (RFC 5321 §4.1.1.1) and was not told how. Null: nobody
    /// is to be asked, and the protocol's plugin has a default.
    /// </summary>
    public FullHostNameLookup? FullHostName { get; init; }

    /// <summary>The name of this program as messages show it: <c>msmtp</c>, <c>sendmail</c>.</summary>
    public string ProgramName { get; init; } = "msmtp";
}

/// <summary>Asks what this machine is called in full. Does not wait long.</summary>
/// <param name="cancellationToken">Gives up.</param>
/// <returns>The name; null: the machine has none.</returns>
public delegate ValueTask<string?> FullHostNameLookup(CancellationToken cancellationToken);
