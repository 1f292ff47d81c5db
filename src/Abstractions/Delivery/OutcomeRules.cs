namespace Msmtp;

/// <summary>Says what a report or a failure comes down to. Nothing here does I/O.</summary>
static class OutcomeRules
{
    /// <summary>What became of a mail of which the server answered for each recipient.</summary>
    public static SendOutcome Of(DeliveryFailure? failure, IReadOnlyList<RecipientOutcome> recipients)
    {
        if (failure is null)
            return SendOutcome.Sent;
        if (failure.MayHaveBeenDelivered)
            return SendOutcome.Unknown;
        if (Has(SendOutcome.Sent))
            return SendOutcome.PartlySent;
        // Whoever looks at nothing else must not give up those who can still get it.
        if (Has(SendOutcome.Deferred))
            return SendOutcome.Deferred;
        return Has(SendOutcome.Refused) ? SendOutcome.Refused : Of(failure);

        bool Has(SendOutcome outcome) => recipients.Any(recipient => recipient.Outcome == outcome);
    }

    /// <summary>What became of it for one recipient: what the server said of him, or what ended the mail for all who were left.</summary>
    public static RecipientOutcome Of(DeliveryReport report, RecipientResult result)
    {
        var outcome = result switch
        {
            { IsAccepted: true } when WasTaken(report) => SendOutcome.Sent,
            { IsAccepted: true } or { Reply: null } => OfTheRest(report.Failure),
            // Neither yes nor no, where that leaves it open.
            { Reply.Code: < 400 } when report.Failure is { MayHaveBeenDelivered: true } => SendOutcome.Unknown,
            _ => OfRefusal(DeliveryStage.Rcpt, result.Reply),
        };
        var decides = outcome == SendOutcome.Sent || result is { IsAccepted: false, Reply: not null } || IsAboutOne(report.Failure);
        return new RecipientOutcome(result.Recipient, outcome) { Reply = decides ? result.Reply : report.Failure?.Reply };
    }

    /// <summary>What became of a mail whose delivery could not go on.</summary>
    public static SendOutcome Of(DeliveryFailure failure)
    {
        if (failure.MayHaveBeenDelivered)
            return SendOutcome.Unknown;
        // A reply out of turn refuses nothing.
        if (failure.Reply is { Code: >= 400 } reply)
            return OfRefusal(failure.Stage, reply);
        return IsPassing(failure) ? SendOutcome.Deferred : SendOutcome.NotSent;
    }

    // One recipient's refusal stops the mail for the others: they were not refused, and are worth another try when he is.
    static SendOutcome OfTheRest(DeliveryFailure? failure) =>
        failure is null || IsAboutOne(failure) && !failure.MayHaveBeenDelivered && Of(failure) == SendOutcome.Refused ? SendOutcome.NotSent : Of(failure);

    static bool IsAboutOne(DeliveryFailure? failure) => failure is { Stage: DeliveryStage.Rcpt, Reply: not null };

    // Nobody answered, or not what makes sense: networks and servers come back. What stands in our own files does not change by itself.
    static bool IsPassing(DeliveryFailure failure) => failure.IsTemporary || failure.Stage > DeliveryStage.Configure
        && failure.ExitCode is ExitCode.TempFail or ExitCode.IoErr or ExitCode.NoHost or ExitCode.Protocol;

    static SendOutcome OfRefusal(DeliveryStage stage, ServerReply reply)
    {
        if (reply.IsTransient)
            return SendOutcome.Deferred;
        return IsAboutUs(stage, reply) ? SendOutcome.NotSent : SendOutcome.Refused;
    }

    // Before MAIL the server has seen nothing of the mail, and these codes speak of login and encryption wherever they come (RFC 4954 §6):
    // whoever wrote the mail could not have written a better one.
    static bool IsAboutUs(DeliveryStage stage, ServerReply reply) => stage <= DeliveryStage.Auth || reply.Code is 523 or 530 or 534 or 535 or 538;

    // SMTP answers once, behind the final dot; LMTP for each recipient, and only when the message has gone out (RFC 2033 §4.2).
    static bool WasTaken(DeliveryReport report) =>
        report.IsComplete || report.FinalReply is { IsPositive: true } || report is { FinalReply: null, MessageSize: > 0 };
}
