namespace Msmtp.Bench;

/// <summary>The small mail, sent by other programs.</summary>
static class OtherPrograms
{
    public const string Title = "one small mail by other programs";

    public static IEnumerable<(string Program, Outcome Outcome)> Measure(Workbench bench)
    {
        using var sink = Sink.StartOwn();
        var mail = Mails.Small(bench);
        var msmtprc = Configurations.FourAccounts(bench, "others.rc", sink.Port);
        var ours = bench.Call(bench.Native, mail, "-C", msmtprc, "you@example.net");
        yield return ("msmtp", Against(bench, ours, bench.Call(Workbench.Msmtp, mail, "-C", msmtprc, "you@example.net")));
        foreach (var other in OtherProgram.All)
        {
            var configuration = bench.Write($"{other.Name}.rc", other.Configuration(sink.Port));
            yield return (other.Name, Against(bench, ours, bench.Call(other.Path, mail, other.Arguments(sink.Port, configuration))));
        }
    }

    static Outcome Against(Workbench bench, Command ours, Command theirs)
    {
        var pair = new Pair(ours, theirs);
        return Standard.Measure(bench, pair, bench.IsQuick ? 10 : 60) with { Instructions = Standard.Instructions(bench, pair) };
    }
}
