namespace Msmtp.Bench;

/// <summary>A quantity that grows, and the mail that is sent at each of its steps.</summary>
sealed record GrowthCase(string Title, IReadOnlyList<long> Steps, Func<Workbench, int, long, Pair> Commands)
{
    /// <summary>Above it, a quick run does without.</summary>
    public long QuickLimit { get; init; } = long.MaxValue;

    /// <summary>Above it, msmtp is spared: the table would wait for it for minutes.</summary>
    public long TheirLimit { get; init; } = long.MaxValue;

    /// <summary>The step that we refuse on purpose, and with what exit code; null: none.</summary>
    public (long Step, int ExitCode)? Refused { get; init; }
}
