namespace Msmtp.Bench;

/// <summary>A quantity that grows, and the mail that is sent at each of its steps.</summary>
sealed record GrowthCase(string Title, IReadOnlyList<long> Steps, Func<Workbench, int, long, Pair> Commands)
{
    /// <summary>A quick run omits larger steps.</summary>
    public long QuickLimit { get; init; } = long.MaxValue;

    /// <summary>msmtp is not run for larger steps, which would take it minutes.</summary>
    public long TheirLimit { get; init; } = long.MaxValue;

    /// <summary>The step that is refused on purpose, and the exit code; null: none.</summary>
    public (long Step, int ExitCode)? Refused { get; init; }
}
