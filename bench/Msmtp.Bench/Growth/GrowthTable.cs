using System.Globalization;

namespace Msmtp.Bench;

/// <summary>Measures a case, and writes it as Markdown, a line for each step.</summary>
sealed class GrowthTable(Workbench bench, GrowthCase growth)
{
    const int MostRuns = 9;
    const double Linear = 10;
    // Tolerates caches that overflow, and a shared machine that gets slower meanwhile.
    const double Tolerance = 1.25;
    static readonly TimeSpan TimeForAStep = TimeSpan.FromSeconds(2);

    readonly GrowthSeries ours = new();

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
        yield return Verdict();
        yield return "";
    }

    string Verdict()
    {
        if (ours.LastGrowths is not { Count: > 0 } growths)
            return "Too little growth to be told from the cost of starting.";
        return $"With the last tenfold step: × {growths.Max():0.0}, "
            + (growths.Max() <= Linear * Tolerance ? "linear or better." : "**worse than linear**.");
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
            ? $"{cost.Cpu.TotalMilliseconds:0.0}: refused, exit code {exitCode} | | | | | "
            : throw new InvalidOperationException($"not refused, exit code {cost.ExitCode}: {command}");
    }

    string Cells(Command command, long step)
    {
        double? instructions = Instructions.CanBeCounted ? Instructions.Of(command, bench.Scratch) / 1e6 : null;
        ours.Add(new GrowthPoint(step, Cpu(command), PeakMemory.Of(command, bench.Scratch, 1), instructions));
        var growths = ours.Growths;
        return $"{ours.Last.Cpu:0.0} | {Times(growths.Cpu)} | {instructions:0.0} | {Times(growths.Instructions)} | "
            + $"{ours.Last.Memory:#,0} | {Times(growths.Memory)}";
    }

    string Theirs(Sink sink, long step)
    {
        if (step > growth.TheirLimit)
            return "| ";
        var command = growth.Commands(bench, sink.Port, step).Theirs;
        return $"{Cpu(command):0.0} | {PeakMemory.Of(command, bench.Scratch, 1):#,0}";
    }

    static double Cpu(Command command)
    {
        var first = Child.MustSucceed(command);
        var count = Math.Clamp((int)(TimeForAStep / first.Wall), 1, MostRuns);
        var costs = Enumerable.Range(0, count).Select(_ => Child.MustSucceed(command)).Append(first);
        return costs.Median(static cost => cost.Cpu.TotalMilliseconds);
    }

    static string Times(double? growth) => growth is { } times ? $"× {times:0.0}" : "";
}
