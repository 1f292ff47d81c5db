namespace Msmtp.Hosting;

/// <summary>Says what a report or a failure comes down to.</summary>
public static class SendOutcomes
{
    /// <summary>What became of the mail.</summary>
    public static SendOutcome Outcome(this DeliveryReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.Failure is not { } failure)
            return SendOutcome.Sent;
        if (failure.MayHaveBeenDelivered)
            return SendOutcome.Unknown;
        var outcomes = report.Recipients.Select(report.OutcomeFor).ToHashSet();
        if (outcomes.Contains(SendOutcome.Sent))
            return SendOutcome.PartlySent;
        if (outcomes.Contains(SendOutcome.Refused))
            return SendOutcome.Refused;
        return outcomes.Contains(SendOutcome.Deferred) ? SendOutcome.Deferred : failure.Outcome();
    }

    /// <summary>What became of it for one recipient.</summary>
    /// <param name="report">The mail's report.</param>
    /// <param name="recipient">One of its results.</param>
    public static SendOutcome OutcomeFor(this DeliveryReport report, RecipientResult recipient)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(recipient);
        return recipient switch
        {
            { IsAccepted: true } => WasTaken(report) ? SendOutcome.Sent : SendOutcome.NotSent,
            // Neither yes nor no, where that leaves it open.
            { Reply.Code: < 400 } when report.Failure is { MayHaveBeenDelivered: true } => SendOutcome.Unknown,
            { Reply: { } reply } => OfRefusal(DeliveryStage.Rcpt, reply),
            _ => report.Failure is { MayHaveBeenDelivered: true } ? SendOutcome.Unknown : SendOutcome.NotSent,
        };
    }

    /// <summary>What became of a mail whose delivery could not go on.</summary>
    public static SendOutcome Outcome(this MailException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.Failure.Outcome();
    }

    /// <inheritdoc cref="Outcome(MailException)"/>
    public static SendOutcome Outcome(this DeliveryFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        if (failure.MayHaveBeenDelivered)
            return SendOutcome.Unknown;
        // A reply out of turn refuses nothing.
        if (failure.Reply is { Code: >= 400 } reply)
            return OfRefusal(failure.Stage, reply);
        return IsPassing(failure) ? SendOutcome.Deferred : SendOutcome.NotSent;
    }

    // Nobody answered, or not what makes sense: networks and servers come back. What stands in our own files does not change by itself.
    static bool IsPassing(DeliveryFailure failure) => failure.Stage > DeliveryStage.Configure
        && failure.ExitCode is ExitCode.TempFail or ExitCode.IoErr or ExitCode.NoHost or ExitCode.Protocol;

    static SendOutcome OfRefusal(DeliveryStage stage, Reply reply)
    {
        if (reply.IsTransient)
            return SendOutcome.Deferred;
        return IsAboutUs(stage, reply) ? SendOutcome.NotSent : SendOutcome.Refused;
    }

    // Before MAIL the server has seen nothing of the mail, and these codes speak of login and encryption wherever they come (RFC 4954 §6):
    // whoever wrote the mail could not have written a better one.
    static bool IsAboutUs(DeliveryStage stage, Reply reply) => stage < DeliveryStage.Mail || reply.Code is 523 or 530 or 534 or 535 or 538;

    // SMTP answers once, behind the final dot; LMTP for each recipient, and only when the message has gone out (RFC 2033 §4.2).
    static bool WasTaken(DeliveryReport report) =>
        report.IsComplete || report.Final is { IsPositive: true } || report is { Final: null, MessageSize: > 0 };
}
