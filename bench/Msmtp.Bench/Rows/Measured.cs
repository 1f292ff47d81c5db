namespace Msmtp.Bench;

/// <summary>A measurement of ours and of theirs, and their ratio.</summary>
/// <param name="Ratio">Ours divided by theirs.</param>
/// <param name="Ours">Ours, median.</param>
/// <param name="Theirs">Theirs, median.</param>
/// <param name="Unit">The unit.</param>
sealed record Measured(Ratio Ratio, double Ours, double Theirs, string Unit)
{
    public static Measured Wall(PairedRuns runs) =>
        new(runs.Wall, Milliseconds(runs.Ours, static cost => cost.Wall), Milliseconds(runs.Theirs, static cost => cost.Wall), "ms");

    public static Measured Cpu(PairedRuns runs) =>
        new(runs.Cpu, Milliseconds(runs.Ours, static cost => cost.Cpu), Milliseconds(runs.Theirs, static cost => cost.Cpu), "ms");

    /// <summary>From two numbers that do not vary from run to run.</summary>
    public static Measured Of(double ours, double theirs, string unit) => new(Ratio.Of([ours / theirs]), ours, theirs, unit);

    static double Milliseconds(IReadOnlyList<Cost> costs, Func<Cost, TimeSpan> part) =>
        costs.Median(cost => part(cost).TotalMilliseconds);
}
