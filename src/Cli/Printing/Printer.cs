namespace Msmtp.Cli;

/// <summary>What the user is told, in msmtp's form: results on standard output, complaints with the program's name on standard error.</summary>
sealed class Printer(string program, StandardWriter output, StandardWriter error)
{
    /// <summary>
    /// What may be done about a failure is told whoever reads. Otherwise only to a person: msmtp has no such line, so that scripts and
    /// logs should not get it.
    /// </summary>
    public bool AlwaysAdvises { get; set; }

    /// <summary>Prints a line of the result, or some.</summary>
    public void Tell(string line) => output.WriteLine(TerminalText.Lines(line));

    /// <summary>Prints a complaint.</summary>
    public void Complain(string message) => error.WriteLine(Printable.Text($"{program}: {message}"));

    /// <summary>Prints why something failed, and what the server said about it.</summary>
    public void Complain(DeliveryFailure failure)
    {
        Complain(failure.Message);
        Quote("server message", failure.Reply);
        if (failure.Explanation is { } explanation)
            Complain($"the server explained: {explanation}");
        if (failure.MayHaveBeenDelivered)
            Complain("the message was sent but not answered for: it may have been delivered");
        if (failure.Advice is { } advice && (AlwaysAdvises || error.ReachesPerson()))
            Complain($"hint: {advice}");
    }

    /// <summary>Prints each line of a reply.</summary>
    public void Quote(string title, Reply? reply)
    {
        foreach (var line in reply?.WireLines ?? [])
            Complain($"{title}: {line}");
    }
}
