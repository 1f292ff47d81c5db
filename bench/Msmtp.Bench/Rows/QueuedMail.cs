namespace Msmtp.Bench;

/// <summary>
/// A mail of 4 kB that is put into the queue, durable when the command ends, beside the same mail that is sent at once, and beside what
/// other programs take to queue it: all on one file system. And what a queue costs a mail that needs none.
/// </summary>
static class QueuedMail
{
    public const string Title = "a mail of 4 kB into the queue";

    const int Size = 4096;
    const long Large = 300_000_000;

    public static IEnumerable<(string Theirs, Outcome Outcome)> Measure(Workbench bench)
    {
        using var sink = Sink.StartOwn();
        var mail = Mails.OfSize(bench, Size);
        var queued = Ours(bench, sink, mail, "always");
        yield return ("the same mail, sent at once", Against(bench, queued, Ours(bench, sink, mail, "off")));
        yield return ("postfix: sendmail, postdrop", Against(bench, queued, PostfixSpool.Enqueue(bench, mail)));
        if (NullmailerSpool.Find(bench) is { } nullmailer)
            yield return ("nullmailer-inject, nullmailer-queue", nullmailer.See(() => Against(bench, queued, nullmailer.Enqueue(mail))));

        yield return ("ours is sent with queue on, theirs with queue off", Against(bench, OnOff(mail).Ours, OnOff(mail).Theirs));
        var large = OnOff(Mails.OfSize(bench, bench.IsQuick ? Large / 30 : Large));
        yield return ("the same, 300 MB from a file", Standard.Measure(bench, large, count: 5, memoryRuns: 1));
        yield return ("the same, 300 MB from a pipe", Standard.Measure(bench, large.Each(BigMail.FromPipe), count: 5, memoryRuns: 1));

        Pair OnOff(string file) => new(Ours(bench, sink, file, "on"), Ours(bench, sink, file, "off"));
    }

    static Command Ours(Workbench bench, Sink sink, string mail, string use)
    {
        var queue = $"queue {use}\nqueue_dir {bench.PathOf("queue")}\nqueue_runner off";
        var msmtprc = Configurations.FourAccounts(bench, $"queue-{use}.rc", sink.Port, more: queue);
        return bench.Call(bench.Native, mail, "-C", msmtprc, "you@example.net");
    }

    static Outcome Against(Workbench bench, Command ours, Command theirs)
    {
        var pair = new Pair(ours, theirs);
        return Standard.Measure(bench, pair, bench.IsQuick ? 10 : 100) with { Instructions = Standard.Instructions(bench, pair) };
    }
}
