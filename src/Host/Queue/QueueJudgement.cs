namespace Msmtp.Hosting;

/// <summary>
/// What becomes of each recipient of a mail after its first attempt, for an account with a queue: who is to be tried again, who was refused.
/// Nothing here does I/O.
/// </summary>
sealed class QueueJudgement
{
    readonly SendResult result;
    readonly List<ForwardPath> waiting = [];
    readonly List<ForwardPath> unknown = [];

    QueueJudgement(SendResult result)
    {
        this.result = result;
        var mayPass = result.Failure is { } failure && PassingFailure.IsOfTheDelivery(failure);
        foreach (var recipient in result.Recipients)
        {
            if (recipient.Outcome == SendOutcome.Unknown)
                unknown.Add(recipient.Recipient);
            else if (recipient.Outcome == SendOutcome.Deferred && (mayPass || recipient.Reply is { IsTransient: true }))
                waiting.Add(recipient.Recipient);
        }
    }

    /// <summary>Those who certainly do not have the mail, and may still get it.</summary>
    public IReadOnlyList<ForwardPath> Waiting => waiting;

    /// <summary>Those who may have it.</summary>
    public IReadOnlyList<ForwardPath> Unknown => unknown;

    /// <summary>Judges the result of an attempt.</summary>
    public static QueueJudgement Of(SendResult result) => new(result);

    /// <summary>
    /// The result once a queue has these recipients: what is left of the failure is that of the others, with the server's reply to the first of
    /// them.
    /// </summary>
    public static SendResult Queued(SendResult result, IReadOnlyList<ForwardPath> queued, string id)
    {
        var recipients = new RecipientOutcome[result.Recipients.Count];
        RecipientOutcome? left = null;
        for (var i = 0; i < recipients.Length; i++)
        {
            var old = result.Recipients[i];
            var isQueued = old.Outcome is SendOutcome.Deferred or SendOutcome.Unknown && queued.Contains(old.Recipient);
            recipients[i] = isQueued ? old with { Outcome = SendOutcome.Queued } : old;
            if (left is null && !isQueued && old.Outcome is not (SendOutcome.Sent or SendOutcome.Queued))
                left = old;
        }
        return result with
        {
            Outcome = left is null ? SendOutcome.Queued : SendOutcome.PartlySent,
            Recipients = recipients,
            Failure = left is null || result.Failure is null ? result.Failure : FailureOf(left, result.Failure),
            QueueId = id,
        };
    }

    // The attempt reports the first failure, which may be that of a recipient who is queued now.
    static DeliveryFailure FailureOf(RecipientOutcome left, DeliveryFailure failure)
    {
        if (left.Reply is not { } reply || failure.Reply == reply)
            return failure;
        if (failure.Stage == DeliveryStage.EndOfData)
            return failure with { Reply = null, MayHaveBeenDelivered = false };
        return new DeliveryFailure(ExitCode.DataErr, DeliveryStage.Rcpt, $"recipient address {left.Recipient.Address} not accepted by the server")
        {
            Reply = reply,
        };
    }

    /// <summary>Whom a queue is to get; empty: nobody.</summary>
    public IReadOnlyList<ForwardPath> All()
    {
        if (unknown.Count == 0 || waiting.Count == 0)
            return unknown.Count == 0 ? waiting : unknown;
        var all = new List<ForwardPath>();
        foreach (var recipient in result.Recipients)
            if (waiting.Contains(recipient.Recipient) || unknown.Contains(recipient.Recipient))
                all.Add(recipient.Recipient);
        return all;
    }
}
