namespace Msmtp.Bench;

/// <summary>What most rows do: time and memory of two commands.</summary>
static class Standard
{
    const int MemoryRuns = 5;

    public static Outcome Measure(Workbench bench, Pair pair, int count, int memoryRuns = MemoryRuns, int warmUp = 1)
    {
        var runs = PairedRuns.Of(pair, count, warmUp);
        return new Outcome { Wall = Measured.Wall(runs), Cpu = Measured.Cpu(runs), Memory = Memory(bench, pair, memoryRuns) };
    }

    public static Measured Memory(Workbench bench, Pair pair, int count = MemoryRuns) => Measured.Of(
        PeakMemory.Of(pair.Ours, bench.Scratch, count), PeakMemory.Of(pair.Theirs, bench.Scratch, count), "KiB");

    public static Measured? Instructions(Workbench bench, Pair pair) => Bench.Instructions.CanBeCounted
        ? Measured.Of(Bench.Instructions.Of(pair.Ours, bench.Scratch) / 1e6, Bench.Instructions.Of(pair.Theirs, bench.Scratch) / 1e6, "M")
        : null;
}
