namespace Msmtp.Bench;

/// <summary>The managed host with a plugin from a folder, compared with plain msmtp.</summary>
static class ManagedHost
{
    public static IEnumerable<Row> Rows =>
    [
        new("managed host with one plugin from a folder", new(1.0), static bench => Measure(bench, bench.Managed)),
        new("the same, called as the native command, which hands over", new(1.0), static bench => Measure(bench, bench.Native)),
    ];

    static Outcome Measure(Workbench bench, string program)
    {
        using var sink = Sink.StartOwn();
        var mail = Mails.Small(bench);
        var log = bench.PathOf("mails.jsonl");
        var ours = Configurations.FourAccounts(bench, "plugin.rc", sink.Port, more: $"jsonlog {log}", first: "plugin Log.Json");
        var theirs = Configurations.FourAccounts(bench, "no-plugin.rc", sink.Port);
        var pair = new Pair(
            bench.Call(program, mail, "-C", ours, "you@example.net").With("MSMTP_PLUGIN_PATH", bench.Plugins),
            bench.Call(Workbench.Msmtp, mail, "-C", theirs, "you@example.net"));
        File.Delete(log);
        var outcome = Standard.Measure(bench, pair, bench.IsQuick ? 5 : 30);
        return File.Exists(log) ? outcome : throw new InvalidOperationException("the plugin did not write its log");
    }
}
