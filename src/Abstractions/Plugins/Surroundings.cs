namespace Msmtp;

/// <summary>What a plugin may know of the machine and the user without asking the system itself: tests put in their own.</summary>
public sealed record Surroundings
{
    /// <summary>The user's home directory; empty: unknown.</summary>
    public required string Home { get; init; }

    /// <summary>Where system-wide configuration lies: <c>/etc</c>.</summary>
    public string SystemConfiguration { get; init; } = "/etc";

    /// <summary>An environment variable; null: it is not set.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The name of this program as messages show it: <c>msmtp</c>, <c>sendmail</c>.</summary>
    public string ProgramName { get; init; } = "msmtp";
}
