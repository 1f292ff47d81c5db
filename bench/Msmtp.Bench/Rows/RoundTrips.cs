namespace Msmtp.Bench;

/// <summary>A mail over a connection on which a round trip takes 50 ms, with STARTTLS and AUTH: what counts is how often we wait.</summary>
static class RoundTrips
{
    static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(50);

    public static IEnumerable<Row> Rows => [new("round trips on a connection with 50 ms delay, TLS and AUTH", new(), Measure)];

    static Outcome Measure(Workbench bench)
    {
        var authority = bench.PathOf("authority.pem");
        using var sink = Sink.StartOwnWithTls(authority);
        using var proxy = new DelayingProxy(sink.Port, RoundTrip);
        var configuration = Configurations.FourAccounts(bench, "far.rc", proxy.Port, "localhost",
            $"tls on\ntls_starttls on\ntls_trust_file {authority}\nauth on\nuser me\npassword secret");
        var pair = bench.Commands(Mails.Small(bench), "-C", configuration, "you@example.net");

        var (ourTurns, theirTurns) = (Turns(proxy, pair.Ours), Turns(proxy, pair.Theirs));
        var runs = PairedRuns.Of(pair, bench.IsQuick ? 3 : 9, warmUp: 0);
        var (ours, theirs) = (Trips(runs.Ours), Trips(runs.Theirs));
        return new Outcome
        {
            Wall = new Measured(runs.Wall, ours, theirs, "round trips"),
            Other = (
                $"{ours:0.0} against {theirs:0.0} round trips; goal: at least one fewer",
                theirs - ours >= 1 && theirTurns - ourTurns >= 1),
            Notes = [$"the proxy counted {ourTurns} times that we waited for an answer before we went on, and {theirTurns} of msmtp; "
                + "the rest of the time on the wall is connecting, the greeting, computing, and msmtp's waits for a delayed ACK"],
        };
    }

    static int Turns(DelayingProxy proxy, Command command)
    {
        proxy.TakeTurns();
        Child.MustSucceed(command);
        return proxy.TakeTurns();
    }

    static double Trips(IReadOnlyList<Cost> costs) => costs.Select(static cost => cost.Wall / RoundTrip).Median();
}
