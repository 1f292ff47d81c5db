namespace Msmtp.Bench;

/// <summary>
/// A mail over a connection with round trips of 50 ms, with STARTTLS and AUTH. The number of round trips that a program waits for follows
/// from how much longer it takes when each takes twice as long: computing, and msmtp's waits for the kernel, cancel out.
/// </summary>
static class RoundTrips
{
    static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(50);

    public static IEnumerable<Row> Rows => [new("round trips on a connection with 50 ms delay, TLS and AUTH", new(), Measure)];

    static Outcome Measure(Workbench bench)
    {
        var (far, farther) = (Runs(bench, RoundTrip), Runs(bench, 2 * RoundTrip));
        var ours = Trips(farther.Ours) - Trips(far.Ours);
        var theirs = Trips(farther.Theirs) - Trips(far.Theirs);
        return new Outcome
        {
            Wall = new Measured(far.Wall, Trips(far.Ours), Trips(far.Theirs), "times 50 ms"),
            Other = ($"{ours:0.0} round trips, msmtp {theirs:0.0}; goal: at least one fewer", Math.Round(theirs) - Math.Round(ours) >= 1),
            Notes =
            [
                "connecting and the greeting are two of them; time on the wall is more by what is computed, and by msmtp's wait for a "
                    + "delayed acknowledgement, which is that of the loopback here and not that of a far server",
            ],
        };
    }

    static PairedRuns Runs(Workbench bench, TimeSpan roundTrip)
    {
        var authority = bench.PathOf("authority.pem");
        using var sink = Sink.StartOwnWithTls(authority);
        using var proxy = new DelayingProxy(sink.Port, roundTrip);
        var configuration = Configurations.FourAccounts(bench, "far.rc", proxy.Port, "localhost",
            $"tls on\ntls_starttls on\ntls_trust_file {authority}\nauth on\nuser me\npassword secret");
        var pair = bench.Commands(Mails.Small(bench), "-C", configuration, "you@example.net");
        return PairedRuns.Of(pair, bench.IsQuick ? 5 : 11);
    }

    // The minimum, because load can only add to it.
    static double Trips(IReadOnlyList<Cost> costs) => costs.Min(static cost => cost.Wall / RoundTrip);
}
