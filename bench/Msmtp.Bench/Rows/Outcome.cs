namespace Msmtp.Bench;

/// <summary>The results of a row; null: not measured.</summary>
sealed record Outcome
{
    public Measured? Wall { get; init; }

    public Measured? Cpu { get; init; }

    public Measured? Memory { get; init; }

    /// <summary>Instructions in user space.</summary>
    public Measured? Instructions { get; init; }

    /// <summary>What else the reader has to know, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>A goal that is not a ratio of time or memory, and whether it is reached; null: there is none.</summary>
    public (string Goal, bool IsMet)? Other { get; init; }
}
