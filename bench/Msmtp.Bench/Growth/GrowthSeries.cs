namespace Msmtp.Bench;

/// <summary>
/// A program's costs, step by step. Relative to the first step, which is mostly startup, ten times the quantity may cost ten times as much
/// and no more: that is linear.
/// </summary>
sealed class GrowthSeries
{
    // The step before has to cost so much more than the first one, in parts of it: else noise is compared with noise. Time and memory
    // vary by some percent from run to run, instructions hardly.
    const double Visible = 0.5;
    const double VisibleInstructions = 0.02;
    // A smaller step shows more noise than growth.
    const double LeastStep = 9;

    const string Time = "time";
    const string Instructions = "instructions";

    readonly List<GrowthPoint> points = [];
    readonly Dictionary<string, double> last = [];

    public GrowthPoint Last => points[^1];

    /// <summary>The factor by which the costs above the first step's grew with the last step; null: too little to tell.</summary>
    public (double? Cpu, double? Instructions, double? Memory) Growths { get; private set; }

    /// <summary>
    /// The same for the last step at which each could be told. If instructions were counted, time is left out: it also grows when a message
    /// no longer fits into the processor's caches.
    /// </summary>
    public IReadOnlyCollection<double> LastGrowths =>
        [.. last.Where(each => each.Key != Time || !last.ContainsKey(Instructions)).Select(static each => each.Value)];

    public void Add(GrowthPoint point)
    {
        points.Add(point);
        Growths = (
            Growth(Time, static each => each.Cpu, Visible),
            Growth(Instructions, static each => each.Instructions, VisibleInstructions),
            Growth("memory", static each => each.Memory, Visible));
    }

    double? Growth(string name, Func<GrowthPoint, double?> part, double visible)
    {
        if (points is not [var first, .., var before, var now] || now.Step < LeastStep * before.Step)
            return null;
        var (start, smaller, greater) = (part(first), part(before), part(now));
        if (greater - start is not { } grown || smaller - start is not { } above || above <= visible * start)
            return null;
        return last[name] = grown / above;
    }
}
