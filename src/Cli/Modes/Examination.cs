using Msmtp.Text;

namespace Msmtp.Cli;

/// <summary>
/// The steps of <c>--doctor</c>, one line each on standard output: <c>ok</c>, <c>warn</c> or <c>FAILED</c>, the step, and what was found.
/// </summary>
sealed class Examination(Printer printer)
{
    string current = "";
    AccountSettings? server;
    string? transport;
    bool hasWarned;
    bool wasAsked;

    /// <summary>A failure from here on belongs to this step.</summary>
    public void Begin(string step)
    {
        current = step;
        server = null;
    }

    /// <summary>From here on the server is contacted, with these settings.</summary>
    /// <param name="settings">The account's settings.</param>
    /// <param name="name">The name of the transport, whose steps may differ from ours; null: it is ours.</param>
    public void BeginServer(AccountSettings settings, string? name)
    {
        current = "server";
        server = settings;
        transport = name;
    }

    /// <summary>Something is wrong that does not stop a mail.</summary>
    public void Warned(string step, string seen)
    {
        hasWarned = true;
        Tell("warn", step, seen);
    }

    /// <summary>A step succeeded.</summary>
    public void Passed(string step, string seen) => Tell("ok", step, seen);

    /// <summary>All steps with the server succeeded.</summary>
    public void PassedServer()
    {
        wasAsked = true;
        if (transport is null)
            Tell(Steps());
        else
            Passed("server", $"asked by transport {transport}");
    }

    /// <summary>There are several servers, and none of them would take a mail now.</summary>
    public void NoneReached() => Tell("FAILED", "server", "none of them can be reached");

    /// <summary>The server cannot be tried without a mail.</summary>
    public void NotAsked() =>
        Warned("server", $"not asked: {(transport is null ? "the transport" : $"transport {transport}")} cannot be tried without a mail");

    /// <summary>Nothing that was tried stops a mail.</summary>
    public void Close()
    {
        var open = wasAsked ? "what the server says to a sender, a recipient and a mail" : "the server";
        if (hasWarned)
            Tell("warn", "see above", $"no other fault found; not tried: {open}");
        else
            Passed("no fault found", $"in the steps above; not tried: {open}");
    }

    /// <summary>The current step failed.</summary>
    public void Failed(DeliveryFailure failure) => Tell("FAILED", failure);

    /// <summary>The current step failed, and another server may take the place of this one.</summary>
    public void Doubted(DeliveryFailure failure)
    {
        hasWarned = true;
        Tell("warn", failure);
    }

    void Tell(string mark, DeliveryFailure failure)
    {
        var step = Step(failure.Stage);
        Tell(step is null || transport is not null ? [] : Steps().TakeWhile(other => other != step));
        Tell(mark, step ?? current, failure.Message);
        foreach (var line in failure.Reply?.WireLines ?? [])
            Tell("", "server message", line);
        Tell("explanation", failure.Explanation);
        Tell("hint", failure.Advice);
    }

    // In the order in which they happen: TLS comes before the server's greeting, or after its reply to EHLO.
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
