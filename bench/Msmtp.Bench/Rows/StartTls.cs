namespace Msmtp.Bench;

/// <summary>The small mail by STARTTLS, with the server's certificate checked.</summary>
static class StartTls
{
    const string SystemBundle = "/etc/ssl/certs/ca-certificates.crt";

    public static IEnumerable<Row> Rows =>
    [
        new("the same by STARTTLS, trust file = the system bundle", new(0.15, 0.60, 1.0), static bench => Measure(bench, Bundle)),
        new("the same by STARTTLS, one CA", new(0.15, 1.0, 1.3), static bench => Measure(bench, static (_, authority) => authority)),
    ];

    static Outcome Measure(Workbench bench, Func<Workbench, string, string> trust)
    {
        var authority = bench.PathOf("authority.pem");
        using var sink = Sink.StartOwnWithTls(authority);
        var configuration = Configurations.FourAccounts(
            bench, "tls.rc", sink.Port, "localhost", $"tls on\ntls_starttls on\ntls_trust_file {trust(bench, authority)}");
        var pair = bench.Commands(Mails.Small(bench), "-C", configuration, "you@example.net");
        return Standard.Measure(bench, pair, bench.IsQuick ? 10 : 40) with { Instructions = Standard.Instructions(bench, pair) };
    }

    // Our authority comes after all others, where a search finds it last.
    static string Bundle(Workbench bench, string authority) =>
        bench.Write("bundle.pem", File.ReadAllText(SystemBundle) + File.ReadAllText(authority));
}
