namespace Msmtp.Bench;

/// <summary>
/// Both libraries in one process, taking turns, so that whatever else the machine does hits both; the sinks are processes of their own, so
/// that CPU time is that of a library alone.
/// </summary>
static class Comparison
{
    public static async Task<int> RunAsync(MailersOptions options)
    {
        using var scratch = new ScratchFolder();
        List<Measurement> measurements = [];
        foreach (var cell in Cell.All.Where(cell => cell.Title.Contains(options.Only, StringComparison.Ordinal)))
        {
            var measurement = await MeasureAsync(cell, scratch.Path, options);
            Console.Error.WriteLine(MailersTable.Progress(measurement));
            measurements.Add(measurement);
        }
        string[] lines = [Machine.Describe(), "", .. MailersTable.Of(measurements), "", .. await FirstMail.TableAsync(options)];
        var text = string.Join('\n', lines) + "\n";
        Console.Write(text);
        if (options.Docs is not null)
            DocsPart.Replace(options.Docs, "mailers", text);
        return 0;
    }

    static async Task<Measurement> MeasureAsync(Cell cell, string scratch, MailersOptions options)
    {
        using var sink = CellServer.Start(cell, scratch);
        await using var mailKit = Senders.Create(Senders.MailKit, sink.Server, cell);
        await using var stream = Senders.Create(Senders.Stream, sink.Server, cell);
        await using var message = Senders.Create(Senders.Message, sink.Server, cell);
        var ceiling = new SocketLoop(sink.Server, cell);
        foreach (var sender in (ISender[])[stream, mailKit, message])
            await Turn.RunAsync(sender, cell.Connections, options.WarmUp);
        List<Round> rounds = [];
        for (var i = 0; i < options.Turns; i++)
            rounds.Add(new Round(await TurnOf(mailKit), await TurnOf(stream), await TurnOf(message), ceiling.Measure(options.TurnTime)));
        return new Measurement(cell, sink.Name, rounds);

        Task<Turn> TurnOf(ISender sender) => Turn.RunAsync(sender, cell.Connections, options.TurnTime);
    }
}

/// <summary>A turn of each, one behind the other.</summary>
/// <param name="MailKit">MailKit's.</param>
/// <param name="Stream">Ours, with streams.</param>
/// <param name="Message">Ours, with messages of MimeKit.</param>
/// <param name="Ceiling">The mails a second of the plain socket loop.</param>
sealed record Round(Turn MailKit, Turn Stream, Turn Message, double Ceiling);

/// <summary>What came out for a cell.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Sink">Who took the mails.</param>
/// <param name="Rounds">Round by round.</param>
sealed record Measurement(Cell Cell, string Sink, IReadOnlyList<Round> Rounds)
{
    /// <summary>The ceiling is so low that nobody could be as much faster than MailKit as is wanted.</summary>
    public bool IsBound(double goal) => Rounds.Median(static round => round.Ceiling) < goal * Rounds.Median(static round => round.MailKit.Mails);

    public Turn MailKit => Turn.Median([.. Rounds.Select(static round => round.MailKit)]);

    public double Ceiling => Rounds.Median(static round => round.Ceiling);

    public Comparand Stream => Compare(static round => round.Stream);

    public Comparand Message => Compare(static round => round.Message);

    // A ratio is the median of the rounds' ratios.
    Comparand Compare(Func<Round, Turn> ours) => new(
        Turn.Median([.. Rounds.Select(ours)]),
        Rounds.Median(round => ours(round).Mails / round.MailKit.Mails),
        Rounds.Median(round => ours(round).Cpu / round.MailKit.Cpu),
        Rounds.Median(round => ours(round).Mails / round.Ceiling));
}

/// <summary>One of ours beside MailKit.</summary>
/// <param name="Turn">Medians.</param>
/// <param name="Mails">Times MailKit's mails a second.</param>
/// <param name="Cpu">Times its CPU time.</param>
/// <param name="OfCeiling">Times the ceiling.</param>
sealed record Comparand(Turn Turn, double Mails, double Cpu, double OfCeiling);
