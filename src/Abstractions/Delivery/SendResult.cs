namespace Msmtp;

/// <summary>What became of one mail, for whoever sent it, for logs and for queues.</summary>
public sealed record SendResult
{
    /// <summary>Says what became of a mail.</summary>
    /// <param name="outcome">Of the mail as a whole.</param>
    /// <param name="recipients">Of the mail for each recipient, in the envelope's order.</param>
    /// <param name="failure">Why some recipient's server has not taken it; null: each has, or a queue took it untried.</param>
    /// <exception cref="ArgumentException">Somebody does not get the mail, and no failure says why.</exception>
    public SendResult(SendOutcome outcome, IReadOnlyList<RecipientOutcome> recipients, DeliveryFailure? failure = null)
    {
        ArgumentNullException.ThrowIfNull(recipients);
        Outcome = outcome;
        Recipients = recipients;
        Failure = failure;
        if (failure is null && !IsSuccess)
            throw new ArgumentException("a mail that was not taken has a failure", nameof(failure));
    }

    /// <summary>What became of the mail as a whole.</summary>
    public SendOutcome Outcome { get; init; }

    /// <summary>
    /// What became of the mail for each recipient, in the envelope's order, aliases replaced. Empty: it failed before its envelope was made,
    /// because the request, the configuration or the message is wrong, and nobody got it.
    /// </summary>
    public IReadOnlyList<RecipientOutcome> Recipients { get; init; }

    /// <summary>Why some recipient's server has not taken the mail. Null: each has, or a queue took it untried.</summary>
    public DeliveryFailure? Failure { get; init; }

    /// <summary>The reply behind the final dot. Null: it was not reached, or the protocol has none (LMTP answers per recipient).</summary>
    public ServerReply? FinalReply { get; init; }

    /// <inheritdoc cref="DeliveryReport.MessageSize"/>
    public long MessageSize { get; init; }

    /// <summary>How the server was spoken to. Null: it did not answer, or the transport does not say.</summary>
    public SessionFacts? Session { get; init; }

    /// <summary>The mail was taken for every recipient, by its server or by a durable queue: <see cref="SendOutcome.Sent"/> or <see cref="SendOutcome.Queued"/>.</summary>
    public bool IsSuccess => Outcome is SendOutcome.Sent or SendOutcome.Queued;

    /// <inheritdoc cref="DeliveryFailure.Advice"/>
    public string? Advice => Failure?.Advice;

    /// <summary>What a server's answers come down to.</summary>
    public static SendResult Of(DeliveryReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var recipients = new RecipientOutcome[report.Recipients.Count];
        for (var i = 0; i < recipients.Length; i++)
            recipients[i] = OutcomeRules.Of(report, report.Recipients[i]);
        return new SendResult(OutcomeRules.Of(report.Failure, recipients), recipients, report.Failure)
        {
            FinalReply = report.FinalReply,
            MessageSize = report.MessageSize,
            Session = report.Session,
        };
    }

    /// <summary>What a delivery that could not go on comes down to: the same for every recipient.</summary>
    /// <param name="failure">Why it could not.</param>
    /// <param name="recipients">Who should have got the mail; empty: that was not known yet.</param>
    public static SendResult Of(DeliveryFailure failure, params IReadOnlyList<ForwardPath> recipients)
    {
        ArgumentNullException.ThrowIfNull(failure);
        ArgumentNullException.ThrowIfNull(recipients);
        var outcome = OutcomeRules.Of(failure);
        return new SendResult(outcome, [.. recipients.Select(path => new RecipientOutcome(path, outcome) { Reply = failure.Reply })], failure);
    }
}
