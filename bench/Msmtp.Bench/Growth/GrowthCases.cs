namespace Msmtp.Bench;

/// <summary>
/// What can grow, as far as it will in practice; accounts a step further.
/// </summary>
static class GrowthCases
{
    const int DataErr = 65;

    public static IReadOnlyList<GrowthCase> All { get; } =
    [
        new("growth: octets of the message", Tenfold(1000, 1_000_000_000), static (bench, port, size) =>
            bench.Commands(Mails.OfSize(bench, size), "-C", Configuration(bench, port), "you@example.net"))
            { QuickLimit = 10_000_000, TheirLimit = 100_000_000 },
        new("growth: recipients on the command line", Tenfold(1, 10_000), static (bench, port, count) =>
            bench.Commands(Mails.Small(bench), ["-C", Configuration(bench, port), .. GrownFiles.Recipients(count)])),
        new("growth: recipients in a To field (-t)", Tenfold(1, 10_000), static (bench, port, count) =>
            bench.Commands(GrownFiles.ToField(bench, count), "-C", Configuration(bench, port), "-t")),
        new("growth: accounts in msmtprc", Tenfold(1, 10_000), static (bench, port, count) =>
            bench.Commands(Mails.Small(bench), "-C", GrownFiles.Accounts(bench, port, count), "you@example.net")),
        new("growth: octets of the header", [.. Tenfold(1000, 10_000_000), 16_000_000, 17_000_000], static (bench, port, size) =>
            bench.Commands(GrownFiles.Header(bench, size), "-C", Configuration(bench, port), "you@example.net"))
            { Refused = (17_000_000, DataErr) },
        new("growth: octets of one header field", Tenfold(1000, 10_000_000), static (bench, port, size) =>
            bench.Commands(GrownFiles.LongField(bench, size), "-C", Configuration(bench, port), "you@example.net")),
        new("growth: lines of the aliases file", Tenfold(1, 10_000), static (bench, port, count) =>
            bench.Commands(Mails.Small(bench), "-C", GrownFiles.WithAliases(bench, port, count), $"name{count}")),
    ];

    static string Configuration(Workbench bench, int port) => Configurations.FourAccounts(bench, "growth.rc", port);

    static long[] Tenfold(long first, long last)
    {
        List<long> steps = [];
        for (var step = first; step <= last; step *= 10)
            steps.Add(step);
        return [.. steps];
    }
}
