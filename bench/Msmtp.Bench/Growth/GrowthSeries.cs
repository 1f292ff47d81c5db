namespace Msmtp.Bench;

/// <summary>
/// A program's costs, step by step. Above what the first step costs, which is mostly starting, ten times as much may cost ten times as
/// much and no more: that is linear.
/// </summary>
sealed class GrowthSeries
{
    // The last step but one has to cost so much more than the first, in parts of the first: else noise is compared with noise. Time and
    // memory vary by some percent from run to run, instructions hardly.
    const double Visible = 0.5;
    const double VisibleInstructions = 0.02;
    // A step that is smaller than this tells more of the noise than of the growth.
    const double LeastStep = 9;

    readonly List<GrowthPoint> points = [];

    public GrowthPoint Last => points[^1];

    public void Add(GrowthPoint point) => points.Add(point);

    /// <summary>How many times the costs above the first step's grew with the last step; null: too little to be told.</summary>
    public double? CpuGrowth => Growth(static point => point.Cpu, Visible);

    /// <inheritdoc cref="CpuGrowth"/>
    public double? MemoryGrowth => Growth(static point => point.Memory, Visible);

    /// <inheritdoc cref="CpuGrowth"/>
    public double? InstructionsGrowth => Growth(static point => point.Instructions, VisibleInstructions);

    double? Growth(Func<GrowthPoint, double?> part, double visible)
    {
        if (points is not [var first, .., var before, var last] || last.Step < LeastStep * before.Step)
            return null;
        var (start, smaller, greater) = (part(first), part(before), part(last));
        return smaller - start > visible * start ? (greater - start) / (smaller - start) : null;
    }
}
