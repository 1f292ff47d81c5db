namespace Msmtp;

/// <summary>Derives outcomes from reports and failures. Nothing here does I/O.</summary>
static class OutcomeRules
{
    /// <summary>The outcome of a mail for which the server has answered.</summary>
    public static SendOutcome Of(DeliveryFailure? failure, IReadOnlyList<RecipientOutcome> recipients)
    {
        if (failure is null)
            return SendOutcome.Sent;
        if (failure.MayHaveBeenDelivered)
            return SendOutcome.Unknown;
        if (Has(SendOutcome.Sent))
            return SendOutcome.PartlySent;
        // A caller that looks only at this must not give up on recipients who can still get the mail.
        if (Has(SendOutcome.Deferred))
            return SendOutcome.Deferred;
        return Has(SendOutcome.Refused) ? SendOutcome.Refused : Of(failure);

        bool Has(SendOutcome outcome) => recipients.Any(recipient => recipient.Outcome == outcome);
    }

    /// <summary>The outcome for one recipient: what the server said about it, or what ended the mail for all remaining recipients.</summary>
    public static RecipientOutcome Of(DeliveryReport report, RecipientResult result)
    {
        var outcome = result switch
        {
            { IsAccepted: true } when WasTaken(report) => SendOutcome.Sent,
            { IsAccepted: true } or { Reply: null } => OfTheRest(report.Failure),
            // Neither yes nor no: the outcome is open.
            { Reply.Code: < 400 } when report.Failure is { MayHaveBeenDelivered: true } => SendOutcome.Unknown,
            _ => OfRefusal(DeliveryStage.Rcpt, result.Reply),
        };
        var decides = outcome == SendOutcome.Sent || result is { IsAccepted: false, Reply: not null } || IsAboutOne(report.Failure);
        return new RecipientOutcome(result.Recipient, outcome) { Reply = decides ? result.Reply : report.Failure?.Reply, Failure = result.Failure };
    }

    /// <summary>The outcome of a mail whose delivery could not continue.</summary>
    public static SendOutcome Of(DeliveryFailure failure)
    {
        if (failure.MayHaveBeenDelivered)
            return SendOutcome.Unknown;
        // Whatever came of it, the server could not go on.
        if (failure.ClosingReply is not null)
            return SendOutcome.Deferred;
        // A reply out of turn refuses nothing.
        if (failure.Reply is { Code: >= 400 } reply)
            return OfRefusal(failure.Stage, reply);
        return IsPassing(failure) ? SendOutcome.Deferred : SendOutcome.NotSent;
    }

    // One recipient's refusal stops the mail for the others: they were not refused, and another attempt without that recipient is worth it.
    static SendOutcome OfTheRest(DeliveryFailure? failure) =>
        failure is null || IsAboutOne(failure) && !failure.MayHaveBeenDelivered && Of(failure) == SendOutcome.Refused ? SendOutcome.NotSent : Of(failure);

    static bool IsAboutOne(DeliveryFailure? failure) => failure is { Stage: DeliveryStage.Rcpt, Reply: not null };

    // No answer, or none that makes sense: networks and servers recover. Our own files do not change by themselves.
    static bool IsPassing(DeliveryFailure failure) => failure.IsTemporary || failure.Stage > DeliveryStage.Configure
        && failure.ExitCode is ExitCode.TempFail or ExitCode.IoErr or ExitCode.NoHost or ExitCode.Protocol;

    static SendOutcome OfRefusal(DeliveryStage stage, ServerReply reply)
    {
        if (reply.IsTransient)
            return SendOutcome.Deferred;
        return IsAboutUs(stage, reply) ? SendOutcome.NotSent : SendOutcome.Refused;
    }

    // Before MAIL the server has seen nothing of the mail, and these codes are about login and encryption wherever they come (RFC 4954 §6):
    // the mail itself is not at fault.
    static bool IsAboutUs(DeliveryStage stage, ServerReply reply) =>
        stage <= DeliveryStage.Auth || reply.Code is 523 or 530 or 534 or 535 or 538;

    // SMTP answers the final dot once; LMTP answers for each recipient, and only after the whole message (RFC 2033 §4.2).
    static bool WasTaken(DeliveryReport report) =>
        report.IsComplete || report.FinalReply is { IsPositive: true } || report is { FinalReply: null, MessageSize: > 0 };
}
