using System.Globalization;

namespace Msmtp.Bench;

/// <summary>The goals and the results, as Markdown.</summary>
static class RowTable
{
    public static IEnumerable<string> Head =>
    [
        "| work | wall | goal | CPU | goal | peak RSS | goal | |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ];

    public static IEnumerable<string> DetailHead(string firstColumn) =>
    [
        $"| {firstColumn} | wall: ours / theirs, pairs | CPU: ours / theirs, pairs | peak RSS | instructions |",
        "| --- | --- | --- | --- | --- |",
    ];

    public static string Line(Row row, Outcome outcome)
    {
        (Measured? Measured, double? Goal)[] cells =
            [(outcome.Wall, row.Goals.Wall), (outcome.Cpu, row.Goals.Cpu), (outcome.Memory, row.Goals.Memory)];
        var columns = cells.Select(static cell => $"{Cell(cell.Measured, cell.Goal)} | {Goal(cell.Goal)}");
        return $"| {row.Work} | {string.Join(" | ", columns)} | {Verdict(cells, outcome.Other)} |";
    }

    public static string Detail(Row row, Outcome outcome) => Detail(row.Work, outcome);

    /// <summary>A line of the details.</summary>
    public static string Detail(string title, Outcome outcome) =>
        $"| {title} | {Spread(outcome.Wall)} | {Spread(outcome.Cpu)} | {Absolute(outcome.Memory)} | {Absolute(outcome.Instructions)} |";

    static string Verdict((Measured? Measured, double? Goal)[] cells, (string Goal, bool IsMet)? other)
    {
        var held = cells.Where(static cell => cell is { Measured: not null, Goal: not null }).ToList();
        if (held.Count == 0 && other is null)
            return "";
        var isMet = held.All(static cell => cell.Measured!.Ratio.Median <= cell.Goal) && other is not { IsMet: false };
        return (isMet ? "met" : "**missed**") + (other is { } more ? $": {more.Goal}" : "");
    }

    // A missed goal stands out.
    static string Cell(Measured? measured, double? goal) => measured is null ? ""
        : measured.Ratio.Median > goal ? $"**{Number(measured.Ratio.Median)}**" : Number(measured.Ratio.Median);

    static string Goal(double? goal) => goal is { } number ? "≤ " + number.ToString("0.0#", CultureInfo.InvariantCulture) : "";

    static string Spread(Measured? measured) => measured is null ? ""
        : $"{Absolute(measured)}, {Number(measured.Ratio.Least)}–{Number(measured.Ratio.Greatest)}";

    static string Absolute(Measured? measured) => measured is null ? ""
        : $"{Number(measured.Ours)} / {Number(measured.Theirs)} {measured.Unit} ({Number(measured.Ratio.Median)})";

    static string Number(double number) =>
        number.ToString(number switch { < 0.1 => "0.0000", < 10 => "0.000", < 1000 => "0.0", _ => "0" }, CultureInfo.InvariantCulture);
}
