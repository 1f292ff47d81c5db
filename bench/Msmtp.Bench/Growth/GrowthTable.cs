using System.Globalization;

namespace Msmtp.Bench;

/// <summary>Measures a case and says it as Markdown, a line for each step.</summary>
sealed class GrowthTable(Workbench bench, GrowthCase growth)
{
    const int MostRuns = 9;
    const double Linear = 10;
    // Caches overflow on the way up, and a shared machine gets slower in between.
    const double Tolerance = 1.25;
    static readonly TimeSpan TimeForAStep = TimeSpan.FromSeconds(2);

    readonly GrowthSeries ours = new();
    double greatest;

    public IEnumerable<string> Lines()
    {
        yield return $"**{growth.Title["growth: ".Length..]}**";
        yield return "";
        yield return "| | CPU, ms | growth | instructions, M | growth | peak RSS, KiB | growth | msmtp: CPU, ms | peak RSS, KiB |";
        yield return "| --- | --- | --- | --- | --- | --- | --- | --- | --- |";
        using var sink = Sink.StartOwn();
        foreach (var step in growth.Steps.Where(step => !bench.IsQuick || step <= growth.QuickLimit))
            yield return $"| {step.ToString("#,0", CultureInfo.InvariantCulture)} | {Ours(sink, step)} | {Theirs(sink, step)} |";
        yield return "";
        yield return greatest == 0 ? "Too little growth to be told from the cost of starting: better than linear."
            : string.Create(CultureInfo.InvariantCulture, $"Greatest growth of ours by a tenfold step: {greatest:0.0}, ")
                + (greatest <= Linear * Tolerance ? "linear or better." : "**worse than linear**.");
        yield return "";
    }

    string Ours(Sink sink, long step)
    {
        var command = growth.Commands(bench, sink.Port, step).Ours;
        return growth.Refused is { } refused && refused.Step == step ? Refusal(command, refused.ExitCode) : Cells(command, step);
    }

    static string Refusal(Command command, int exitCode)
    {
        var cost = Child.Run(command with { Errors = "/dev/null" });
        return cost.ExitCode == exitCode
            ? string.Create(CultureInfo.InvariantCulture, $"{cost.Cpu.TotalMilliseconds:0.0}: refused, exit code {exitCode} | | | | | ")
            : throw new InvalidOperationException($"not refused, exit code {cost.ExitCode}: {command}");
    }

    string Cells(Command command, long step)
    {
        double? instructions = Instructions.CanBeCounted ? Instructions.Of(command, bench.Scratch) / 1e6 : null;
        ours.Add(new GrowthPoint(step, Cpu(command), PeakMemory.Of(command, bench.Scratch, 1), instructions));
        greatest = new[] { greatest, ours.CpuGrowth ?? 0, ours.MemoryGrowth ?? 0, ours.InstructionsGrowth ?? 0 }.Max();
        return string.Create(CultureInfo.InvariantCulture,
            $"{ours.Last.Cpu:0.0} | {Times(ours.CpuGrowth)} | {instructions:0.0} | {Times(ours.InstructionsGrowth)} | ")
            + string.Create(CultureInfo.InvariantCulture, $"{ours.Last.Memory:#,0} | {Times(ours.MemoryGrowth)}");
    }

    string Theirs(Sink sink, long step)
    {
        if (step > growth.TheirLimit)
            return "| ";
        var command = growth.Commands(bench, sink.Port, step).Theirs;
        return string.Create(CultureInfo.InvariantCulture, $"{Cpu(command):0.0} | {PeakMemory.Of(command, bench.Scratch, 1):#,0}");
    }

    static double Cpu(Command command)
    {
        var first = Child.MustSucceed(command);
        var count = Math.Clamp((int)(TimeForAStep / first.Wall), 1, MostRuns);
        return Enumerable.Range(0, count).Select(_ => Child.MustSucceed(command).Cpu.TotalMilliseconds).Append(first.Cpu.TotalMilliseconds).Median();
    }

    static string Times(double? growth) => growth is { } times ? string.Create(CultureInfo.InvariantCulture, $"× {times:0.0}") : "";
}
