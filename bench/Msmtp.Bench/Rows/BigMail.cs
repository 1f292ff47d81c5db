namespace Msmtp.Bench;

/// <summary>A mail of 300 MB: from a file, from a pipe, and over TLS.</summary>
static class BigMail
{
    const long Size = 300_000_000;
    const long QuickSize = 10_000_000;
    const int Smaller = 100;
    const double FlatWithin = 1.05;

    // The shell execs the program, which does not wait for cat, so that cat's time is not counted.
    const string Script = """
        pipe=$(mktemp -u "$HOME/XXXXXX")
        mkfifo "$pipe"
        cat "$MAIL" >"$pipe" &
        exec "$0" "$@" <"$pipe"
        """;

    static readonly Goals Plain = new(0.03, 0.02, 0.9);

    public static IEnumerable<Row> Rows =>
    [
        new("300 MB from a file", Plain, static bench => InTheClear(bench, static command => command)),
        new("300 MB from a pipe", Plain, static bench => InTheClear(bench, FromPipe)),
        new("300 MB over TLS", new(0.05, 0.05, 1.3), OverTls),
    ];

    static Outcome InTheClear(Workbench bench, Func<Command, Command> change)
    {
        using var sink = Sink.StartOwn();
        return Measure(bench, Configurations.FourAccounts(bench, "big.rc", sink.Port), change);
    }

    static Outcome OverTls(Workbench bench)
    {
        var authority = bench.PathOf("authority.pem");
        using var sink = Sink.StartOwnWithTls(authority);
        var tls = $"tls on\ntls_starttls on\ntls_trust_file {authority}";
        return Measure(bench, Configurations.FourAccounts(bench, "big-tls.rc", sink.Port, "localhost", tls), static command => command);
    }

    static Outcome Measure(Workbench bench, string configuration, Func<Command, Command> change)
    {
        var size = bench.IsQuick ? QuickSize : Size;
        var pair = Pair(size);
        var outcome = Standard.Measure(bench, pair, count: 3, memoryRuns: 1, warmUp: bench.IsQuick ? 1 : 0);
        var smaller = PeakMemory.Of(Pair(size / Smaller).Ours, bench.Scratch, 1);
        var growth = outcome.Memory!.Ours / smaller;
        return outcome with { Other = ($"memory {growth:0.00} times that of {size / Smaller / 1e6:0.0} MB", growth <= FlatWithin) };

        Pair Pair(long octets) => bench.Commands(Mails.OfSize(bench, octets), "-C", configuration, "you@example.net").Each(change);
    }

    public static Command FromPipe(Command command) =>
        command.Under("/bin/sh", "-c", Script).With("MAIL", command.Input) with { Input = "/dev/null" };
}
