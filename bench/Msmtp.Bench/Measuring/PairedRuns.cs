namespace Msmtp.Bench;

/// <summary>Alternating runs, ours, theirs, ours, theirs, so that a machine that gets slower or busier affects both.</summary>
sealed record PairedRuns(IReadOnlyList<Cost> Ours, IReadOnlyList<Cost> Theirs)
{
    public Ratio Wall => Ratio.Of(Ours.Select(static cost => cost.Wall.TotalSeconds), Theirs.Select(static cost => cost.Wall.TotalSeconds));

    public Ratio Cpu => Ratio.Of(Ours.Select(static cost => cost.Cpu.TotalSeconds), Theirs.Select(static cost => cost.Cpu.TotalSeconds));

    /// <param name="pair">The commands.</param>
    /// <param name="count">How often each is run.</param>
    /// <param name="warmUp">Runs of each before that, which do not count.</param>
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
