namespace Msmtp.Bench;

/// <summary>Runs in turn, ours, theirs, ours, theirs, so that a machine that gets slower or busier does so to both.</summary>
sealed record PairedRuns(IReadOnlyList<Cost> Ours, IReadOnlyList<Cost> Theirs)
{
    public Ratio Wall => Ratio.Of(Ours.Select(static cost => cost.Wall.TotalSeconds), Theirs.Select(static cost => cost.Wall.TotalSeconds));

    public Ratio Cpu => Ratio.Of(Ours.Select(static cost => cost.Cpu.TotalSeconds), Theirs.Select(static cost => cost.Cpu.TotalSeconds));

    /// <param name="pair">What is run.</param>
    /// <param name="count">How often each is.</param>
    /// <param name="warmUp">Runs of each before, that do not count.</param>
    public static PairedRuns Of(Pair pair, int count, int warmUp = 1)
    {
        List<Cost> ours = [], theirs = [];
        for (var i = -warmUp; i < count; i++)
        {
            var (our, their) = (Child.MustSucceed(pair.Ours), Child.MustSucceed(pair.Theirs));
            if (i < 0)
                continue;
            ours.Add(our);
            theirs.Add(their);
        }
        return new PairedRuns(ours, theirs);
    }
}
