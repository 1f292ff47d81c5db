namespace Msmtp.Bench;

/// <summary>Measures what was asked for, and reports.</summary>
static class BenchRun
{
    public static int Of(Options options)
    {
        var bench = new Workbench { Root = options.Root, Scratch = options.Scratch, IsQuick = options.IsQuick };
        var report = new ReportWriter();
        report.Write([Machine.Describe(), .. Versions.Describe(bench), ""]);
        Table(bench, options, report);
        return 0;
    }

    static void Table(Workbench bench, Options options, ReportWriter report)
    {
        var rows = AllRows.All.Where(row => options.Only.IsMatch(row.Work)).ToList();
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
        report.Write(["", .. RowTable.DetailHead, .. done.Select(static each => RowTable.Detail(each.Row, each.Outcome)), ""]);
        report.Write(done.SelectMany(static each => each.Outcome.Notes.Select(note => $"- {each.Row.Work}: {note}")));
    }
}
