namespace Msmtp.Bench;

/// <summary>One small mail: four accounts in msmtprc and a log file.</summary>
static class SmallMail
{
    static readonly Goals Goals = new(0.08, 0.40, 0.50);

    public static IEnumerable<Row> Rows =>
    [
        new("one small mail, msmtprc with four accounts, log file", Goals, static bench => Measure(bench, Sink.StartOwn)),
        new("the same, to postfix's smtp-sink", Goals, static bench => Measure(bench, Sink.StartPostfix)),
    ];

    static Outcome Measure(Workbench bench, Func<Sink> start)
    {
        using var sink = start();
        var configuration = Configurations.FourAccounts(bench, "small.rc", sink.Port);
        var pair = bench.Commands(Mails.Small(bench), "-C", configuration, "you@example.net");
        return Standard.Measure(bench, pair, bench.IsQuick ? 10 : 60) with { Instructions = Standard.Instructions(bench, pair) };
    }
}
