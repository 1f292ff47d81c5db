namespace Msmtp.Hosting;

/// <summary>What a failure is about, and so what has to wait for it to pass.</summary>
enum FailureClass
{
    /// <summary>The mail, or some of its recipients: other mails are not concerned.</summary>
    Mail,

    /// <summary>The connection broke while the mail was sent. The mail may be the reason.</summary>
    Broken,

    /// <summary>The end of the message was sent and no reply came back.</summary>
    Unknown,

    /// <summary>The server cannot be reached, or does nothing for anybody.</summary>
    Unreachable,

    /// <summary>The server has had too much.</summary>
    Throttled,

    /// <summary>This side: a login, a certificate, a secret, the configuration.</summary>
    Held,

    /// <summary>There is no network.</summary>
    Offline,

    /// <summary>This program ends, and the attempt with it.</summary>
    Stopped,
}

/// <summary>Tells what a failure is about. Nothing here does I/O.</summary>
static class FailureClasses
{
    // RFC 5321 §3.8: the server closes the connection; it may reply so to any command.
    const int ServiceNotAvailable = 421;

    public static FailureClass Of(DeliveryFailure failure)
    {
        if (failure.MayHaveBeenDelivered)
            return FailureClass.Unknown;
        var outcome = SendResult.Of(failure).Outcome;
        if ((failure.ClosingReply ?? failure.Reply) is { Code: >= 400 } reply)
            return reply.IsTransient ? OfTransient(failure.Stage, reply) : outcome == SendOutcome.Refused ? FailureClass.Mail : FailureClass.Held;
        // What both sides have to say to each other about TLS does not change by itself. A connection that breaks is another matter.
        if (failure is { Stage: DeliveryStage.Tls, IsTemporary: false, ExitCode: not ExitCode.IoErr })
            return FailureClass.Held;
        // From MAIL on, the account is in order: its server has accepted the client and its login.
        if (failure.Stage >= DeliveryStage.Mail)
            return outcome == SendOutcome.Deferred ? FailureClass.Broken : FailureClass.Mail;
        return outcome == SendOutcome.Deferred ? FailureClass.Unreachable : FailureClass.Held;
    }

    /// <summary>All mails of the account are concerned.</summary>
    public static bool IsOfAccount(this FailureClass failure) =>
        failure is FailureClass.Unreachable or FailureClass.Throttled or FailureClass.Held or FailureClass.Offline;

    /// <summary>Time goes on while it lasts, and an attempt that ended so is one.</summary>
    public static bool Counts(this FailureClass failure) => failure is not FailureClass.Held and not FailureClass.Offline and not FailureClass.Stopped;

    static FailureClass OfTransient(DeliveryStage stage, ServerReply reply)
    {
        if (IsTooMuch(reply) && !IsGreylisting(stage, reply))
            return FailureClass.Throttled;
        return stage < DeliveryStage.Mail ? FailureClass.Unreachable : FailureClass.Mail;
    }

    // RFC 3463 §3.4 and §3.8: the system does not accept messages now; security or policy, by which servers limit rates.
    static bool IsTooMuch(ServerReply reply) =>
        reply.Code == ServiceNotAvailable || reply.Status is { Class: 4, Subject: 7 } or { Class: 4, Subject: 3, Detail: 2 };

    // RFC 6647 §5: about one sender and one recipient, often with 4.7.1; it passes by itself.
    static bool IsGreylisting(DeliveryStage stage, ServerReply reply) => stage is DeliveryStage.Rcpt or DeliveryStage.Data or DeliveryStage.EndOfData
        && reply.Code != ServiceNotAvailable
        && reply.Lines.Any(static line => line.Contains("greylist", StringComparison.OrdinalIgnoreCase) || line.Contains("graylist", StringComparison.OrdinalIgnoreCase));
}
