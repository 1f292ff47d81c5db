using System.Globalization;

namespace Msmtp.Bench;

/// <summary>In the library: many small mails over one connection, against postfix's smtp-source on the same sink.</summary>
static class LibraryMails
{
    const string SmtpSource = "/usr/sbin/smtp-source";
    const int Size = 1000;
    const int BigSize = 100_000_000;

    static readonly Goals Goals = new(Wall: 1.0 / 3);

    public static IEnumerable<Row> Rows =>
    [
        new("10,000 small mails over one connection, against smtp-source, by an application that is compiled ahead of time", Goals,
            static bench => Measure(bench, bench.NativeApplication, Sink.StartOwn)),
        new("the same small mails, to postfix's smtp-sink", Goals,
            static bench => Measure(bench, bench.NativeApplication, Sink.StartPostfix)),
        new("the same small mails, by an application that is compiled while it runs", Goals,
            static bench => Measure(bench, bench.ManagedApplication, Sink.StartOwn)),
    ];

    static Outcome Measure(Workbench bench, string application, Func<Sink> start)
    {
        using var sink = start();
        var count = bench.IsQuick ? 1000 : 10_000;
        var pair = new Pair(Ours(bench, application, sink, count, Size), bench.Call(SmtpSource, "/dev/null", Source(sink, count)));
        var runs = PairedRuns.Of(pair, bench.IsQuick ? 1 : 5, warmUp: 0);
        var (rate, perMail) = Read(pair.Ours);
        Child.MustSucceed(Ours(bench, application, sink, 3, BigSize));
        var (_, perBigMail) = Read(pair.Ours);
        return new Outcome
        {
            Wall = Measured.Wall(runs),
            Cpu = Measured.Cpu(runs),
            Notes =
            [
                $"a mail is {Size} octets; our time is that of a whole process; once it runs it sends {rate:0} mails a second",
                $"allocated: {perMail} octets a mail, {perBigMail / (BigSize / 1e6):0} octets a MB of a mail of {BigSize / 1e6:0} MB, "
                    + "in which a MB has 18,000 lines",
            ],
        };
    }

    static Command Ours(Workbench bench, string application, Sink sink, int count, int size) =>
        bench.Call(application, "/dev/null", $"{sink.Port}", $"{count}", $"{size}") with { Output = bench.PathOf("application") };

    // -d: one connection for all mails.
    static string[] Source(Sink sink, int count) =>
        ["-d", "-s", "1", "-m", $"{count}", "-l", $"{Size}", "-f", "me@example.org", "-t", "you@example.net", $"127.0.0.1:{sink.Port}"];

    static (double Rate, double Allocated) Read(Command application)
    {
        var numbers = File.ReadAllText(application.Output).Split(' ');
        return (Number(numbers[0]), Number(numbers[1]));

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }
}
