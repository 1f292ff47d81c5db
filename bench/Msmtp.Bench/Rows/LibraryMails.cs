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
        new("10,000 small mails over one connection, against smtp-source", Goals, static bench => Measure(bench, Sink.StartOwn)),
        new("the same small mails, to postfix's smtp-sink", Goals, static bench => Measure(bench, Sink.StartPostfix)),
    ];

    static Outcome Measure(Workbench bench, Func<Sink> start)
    {
        using var sink = start();
        var count = bench.IsQuick ? 1000 : 10_000;
        var pair = new Pair(Library(bench, sink, count, Size), bench.Call(SmtpSource, "/dev/null", Source(sink, count)));
        var runs = PairedRuns.Of(pair, bench.IsQuick ? 1 : 5, warmUp: 0);
        var (rate, perMail) = Read(pair.Ours);
        Child.MustSucceed(Library(bench, sink, 3, BigSize));
        var (_, perBigMail) = Read(pair.Ours);
        return new Outcome
        {
            Wall = Measured.Wall(runs),
            Cpu = Measured.Cpu(runs),
            Notes =
            [
                $"a mail is {Size} octets; our time is that of a whole process, with the start of the runtime and its compiler; "
                    + $"once it runs it sends {rate:0} mails a second",
                $"allocated: {perMail} octets a mail, {perBigMail / (BigSize / 1e6):0} octets a MB of a mail of {BigSize / 1e6:0} MB, "
                    + "in which a MB has 18,000 lines",
            ],
        };
    }

    static Command Library(Workbench bench, Sink sink, int count, int size) =>
        bench.Call(Environment.ProcessPath!, "/dev/null", "library", $"{sink.Port}", $"{count}", $"{size}")
            with { Output = bench.PathOf("library") };

    // -d: one connection for all mails.
    static string[] Source(Sink sink, int count) =>
        ["-d", "-s", "1", "-m", $"{count}", "-l", $"{Size}", "-f", "me@example.org", "-t", "you@example.net", $"127.0.0.1:{sink.Port}"];

    static (double Rate, double Allocated) Read(Command library)
    {
        var numbers = File.ReadAllText(library.Output).Split(' ');
        return (Number(numbers[0]), Number(numbers[1]));

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }
}
