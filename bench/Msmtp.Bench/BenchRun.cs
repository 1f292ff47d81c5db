using System.Text.RegularExpressions;

namespace Msmtp.Bench;

/// <summary>Measures what was asked for, and reports.</summary>
static class BenchRun
{
    public static int Of(Options options)
    {
        using var scratch = new ScratchFolder();
        var bench = new Workbench { Root = options.Root, Scratch = scratch.Path, IsQuick = options.IsQuick };
        var report = new ReportWriter();

        report.Write([Machine.Describe(), .. Versions.Describe(bench), ""]);
        if (options.IsQuick)
            report.Write("A quick run: few runs, and 10 MB where 300 MB is said. Not to be quoted.", "");
        Table(bench, options.Only, report);
        Others(bench, options.Only, report);
        var table = report.TakePart();
        Queue(bench, options.Only, report);
        var queue = report.TakePart();
        Growth(bench, options.Only, report);
        var growth = report.TakePart();

        if (options.UpdatesDocs)
        {
            var docs = Path.Combine(options.Root, "docs/performance.md");
            DocsPart.Replace(docs, "table", table);
            DocsPart.Replace(docs, "queue", queue);
            DocsPart.Replace(docs, "growth", growth);
        }
        return 0;
    }

    static void Table(Workbench bench, Regex only, ReportWriter report)
    {
        var rows = AllRows.All.Where(row => only.IsMatch(row.Work)).ToList();
        if (rows.Count == 0)
            return;
        report.Write(RowTable.Head);
        List<(Row Row, Outcome Outcome)> done = [];
        foreach (var row in rows)
        {
            var outcome = row.Measure(bench);
            report.Write(RowTable.Line(row, outcome));
            done.Add((row, outcome));
        }
        report.Write(["", "Behind the ratios: medians of both, the median of the pairs' ratios, and its least and greatest.", ""]);
        report.Write([.. RowTable.DetailHead("work"), .. done.Select(static each => RowTable.Detail(each.Row, each.Outcome))]);
        string[] notes = [.. done.SelectMany(static each => each.Outcome.Notes.Select(note => $"- {each.Row.Work}: {note}"))];
        report.Write(notes.Length > 0 ? ["", .. notes] : []);
    }

    static void Others(Workbench bench, Regex only, ReportWriter report)
    {
        if (!only.IsMatch(OtherPrograms.Title))
            return;
        report.Write("", $"**{OtherPrograms.Title}**, as above", "");
        report.Write(RowTable.DetailHead("program"));
        report.Write(OtherPrograms.Measure(bench).Select(static each => RowTable.Detail(each.Program, each.Outcome)));
    }

    static void Queue(Workbench bench, Regex only, ReportWriter report)
    {
        if (!only.IsMatch(QueuedMail.Title))
            return;
        report.Write("", $"**{QueuedMail.Title}**, which is ours, against what else there is", "");
        report.Write(RowTable.DetailHead("theirs"));
        report.Write(QueuedMail.Measure(bench).Select(static each => RowTable.Detail(each.Theirs, each.Outcome)));
    }

    static void Growth(Workbench bench, Regex only, ReportWriter report)
    {
        foreach (var growth in GrowthCases.All.Where(growth => only.IsMatch(growth.Title)))
            report.Write(new GrowthTable(bench, growth).Lines());
    }
}
