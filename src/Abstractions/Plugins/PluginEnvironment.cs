namespace Msmtp;

/// <summary>What a plugin may know about the machine and the user. Use this instead of asking the system, so that tests can replace it.</summary>
public sealed record PluginEnvironment
{
    /// <summary>The user's home directory; empty if unknown.</summary>
    public required string Home { get; init; }

    /// <summary>The directory of system-wide configuration: <c>/etc</c>.</summary>
    public string SystemConfiguration { get; init; } = "/etc";

    /// <summary>Returns an environment variable, or null if it is not set.</summary>
    public Func<string, string?> GetVariable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>
    /// Looks up this machine's fully qualified name, for a client's greeting (RFC 5321 §4.1.1.1) when none is configured. Null: do not look it
    /// up; the protocol's plugin has a default.
    /// </summary>
    public FullHostNameLookup? FullHostName { get; init; }

    /// <summary>The name of this program as shown in messages: <c>msmtp</c>, <c>sendmail</c>.</summary>
    public string ProgramName { get; init; } = "msmtp";
}

/// <summary>Looks up this machine's fully qualified name. Does not wait long.</summary>
/// <param name="cancellationToken">Cancels the operation.</param>
/// <returns>The name, or null if the machine has none.</returns>
public delegate ValueTask<string?> FullHostNameLookup(CancellationToken cancellationToken);
