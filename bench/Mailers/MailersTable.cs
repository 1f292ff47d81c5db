using System.Globalization;

namespace Msmtp.Bench;

/// <summary>The measurements as Markdown, and whether they meet the goals.</summary>
static class MailersTable
{
    // Times MailKit's; octets.
    const double StreamGoal = 1.5;
    const double MessageGoal = 1.2;
    const double CpuGoal = 0.67;
    const double AllocationGoal = 6000;

    // Where the sink is the limit.
    const double OfCeiling = 0.9;

    public static IEnumerable<string> Of(IReadOnlyCollection<Measurement> measurements) =>
    [
        "| connections, mail | sink | ceiling, mails/s | MailKit | ours, stream | goal | ours, MimeMessage | goal |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        .. measurements.Select(Rates),
        "",
        "| connections, mail | CPU, µs a mail: MailKit | ours, stream | ours, MimeMessage | allocated, octets a mail: MailKit | ours, stream | ours, MimeMessage |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        .. measurements.Select(Costs),
    ];

    public static string Progress(Measurement all) => string.Create(CultureInfo.InvariantCulture,
        $"{all.Cell.Title}: mails {all.Stream.Mails:0.00} {all.Message.Mails:0.00}, CPU {all.Stream.Cpu:0.00} {all.Message.Cpu:0.00}");

    static string Rates(Measurement all) =>
        $"| {all.Cell.Title} | {all.Sink} | {Whole(all.Ceiling)} | {Whole(all.MailKit.Mails)} "
            + $"| {Rate(all, all.Stream, StreamGoal)} | {Rate(all, all.Message, MessageGoal)} |";

    static string Rate(Measurement all, Comparand ours, double goal)
    {
        var (reached, wanted, unit) = all.IsBound(goal) ? (ours.OfCeiling, OfCeiling, " of the ceiling") : (ours.Mails, goal, "");
        return $"{Whole(ours.Turn.Mails)} ({Marked(Ratio(ours.Mails), isMet: reached >= wanted)}) | {Ratio(wanted)}{unit}"
            + (unit == "" ? "" : $": {Marked(Ratio(reached), reached >= wanted)}");
    }

    static string Costs(Measurement all) =>
        $"| {all.Cell.Title} | {Tenth(all.MailKit.Cpu)} "
            + $"| {Tenth(all.Stream.Turn.Cpu)} ({Marked(Ratio(all.Stream.Cpu), all.Stream.Cpu <= CpuGoal)}) "
            + $"| {Tenth(all.Message.Turn.Cpu)} ({Ratio(all.Message.Cpu)}) "
            + $"| {Whole(all.MailKit.Allocated)} "
            + $"| {Marked(Whole(all.Stream.Turn.Allocated), all.Stream.Turn.Allocated <= AllocationGoal)} | {Whole(all.Message.Turn.Allocated)} |";

    // What misses its goal stands out.
    static string Marked(string text, bool isMet) => isMet ? text : $"**{text}**";

    static string Whole(double number) => number.ToString("#,##0", CultureInfo.InvariantCulture);

    static string Tenth(double number) => number.ToString("0.0", CultureInfo.InvariantCulture);

    static string Ratio(double number) => number.ToString("0.00", CultureInfo.InvariantCulture);
}
