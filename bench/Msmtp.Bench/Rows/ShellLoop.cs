namespace Msmtp.Bench;

/// <summary>200 mails, each in a process of its own, as from a script.</summary>
static class ShellLoop
{
    const string Script = """
        i=0
        while [ $i -lt 200 ]; do
            "$0" "$@" <"$MAIL" || exit
            i=$((i + 1))
        done
        """;

    public static IEnumerable<Row> Rows => [new("200 processes in a shell loop", new(0.08, 0.45), Measure)];

    static Outcome Measure(Workbench bench)
    {
        using var sink = Sink.StartOwn();
        var configuration = Configurations.FourAccounts(bench, "loop.rc", sink.Port);
        var mail = Mails.Small(bench);
        var pair = bench.Commands(mail, "-C", configuration, "you@example.net")
            .Each(command => command.Under("/bin/sh", "-c", Script).With("MAIL", mail));
        var runs = PairedRuns.Of(pair, bench.IsQuick ? 1 : 5, warmUp: 0);
        return new Outcome { Wall = Measured.Wall(runs), Cpu = Measured.Cpu(runs) };
    }
}
