namespace Msmtp.Cli;

/// <summary>
/// The steps of <c>--doctor</c>, a line each on standard output: <c>ok</c>, <c>warn</c> or <c>FAILED</c>, the step, and what was seen.
/// </summary>
sealed class Examination(Printer printer)
{
    string current = "";
    AccountSettings? server;
    string? transport;
    bool hasWarned;
    bool wasAsked;

    /// <summary>What follows belongs to this step, should it fail.</summary>
    public void Begin(string step) => current = step;

    /// <summary>From here on the server is asked, with these settings.</summary>
    /// <param name="settings">The account's.</param>
    /// <param name="name">The transport, which may go other ways than ours; null: ours.</param>
    public void BeginServer(AccountSettings settings, string? name)
    {
        current = "server";
        server = settings;
        transport = name;
    }

    /// <summary>Something is wrong that stops no mail.</summary>
    public void Warned(string step, string seen)
    {
        hasWarned = true;
        Tell("warn", step, seen);
    }

    /// <summary>A step went well.</summary>
    public void Passed(string step, string seen) => Tell("ok", step, seen);

    /// <summary>Everything that had to be done with the server went well.</summary>
    public void PassedServer()
    {
        wasAsked = true;
        if (transport is null)
            Tell(Steps());
        else
            Passed("server", $"asked by transport {transport}");
    }

    /// <summary>Nobody can ask the server before there is a mail.</summary>
    public void NotAsked() => Warned("server", $"not asked: {(transport is null ? "the transport" : $"transport {transport}")} cannot be tried without a mail");

    /// <summary>Nothing stops a mail, as far as it was tried.</summary>
    public void Close()
    {
        var open = wasAsked ? "what the server says to a sender, a recipient and a mail" : "the server";
        if (hasWarned)
            Tell("warn", "see above", $"no other fault found; not tried: {open}");
        else
            Passed("no fault found", $"in the steps above; not tried: {open}");
    }

    /// <summary>The step that was under way failed.</summary>
    public void Failed(DeliveryFailure failure)
    {
        var step = Step(failure.Stage);
        Tell(step is null || transport is not null ? [] : Steps().TakeWhile(other => other != step));
        Tell("FAILED", step ?? current, failure.Message);
        foreach (var line in failure.Reply?.WireLines ?? [])
            Tell("", "server message", line);
        Tell("explanation", failure.Explanation);
        Tell("hint", failure.Advice);
    }

    // In the order in which they come: TLS before the server's greeting, or after its answer to EHLO.
    IEnumerable<string> Steps()
    {
        if (server is null)
            return [];
        var tls = server.Get(CommonSettings.Tls) ? "TLS" : null;
        var isLate = server.Get(CommonSettings.TlsStartTls);
        IEnumerable<string?> steps =
        [
            server.Get(CommonSettings.Socket) is null ? "resolve" : null,
            "connect", isLate ? null : tls, "hello", isLate ? tls : null,
            server.Get(CommonSettings.Auth) == AuthChoice.Off ? null : "authentication",
        ];
        return steps.OfType<string>();
    }

    static string? Step(DeliveryStage stage) => stage switch
    {
        DeliveryStage.Resolve => "resolve",
        DeliveryStage.Connect => "connect",
        DeliveryStage.Tls => "TLS",
        DeliveryStage.Greeting or DeliveryStage.Hello => "hello",
        DeliveryStage.Auth => "authentication",
        _ => null,
    };

    void Tell(IEnumerable<string> steps)
    {
        foreach (var step in steps)
            Passed(step, Seen(step));
    }

    string Seen(string step) => step is "connect" && server is not null
        ? server.Get(CommonSettings.Socket) ?? $"{server.Get(CommonSettings.Host)}, port {server.Get(CommonSettings.Port)}"
        : "";

    void Tell(string title, string? text)
    {
        if (text is not null)
            Tell("", title, text);
    }

    void Tell(string mark, string step, string seen) => printer.Tell(PrintableText.Text($"{mark,-6}  {step,-14}  {seen}".TrimEnd()));
}
