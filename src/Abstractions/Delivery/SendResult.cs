namespace Msmtp;

/// <summary>What became of one mail, for its sender, for logs and for queues.</summary>
public sealed record SendResult
{
    /// <summary>Initializes a result.</summary>
    /// <param name="outcome">The outcome of the mail as a whole.</param>
    /// <param name="recipients">The outcome for each recipient, in the order of the envelope.</param>
    /// <param name="failure">Why the server has not accepted it for some recipient; null if it has, or a queue took it without an attempt.</param>
    /// <exception cref="ArgumentException">The outcome is not a success, and there is no failure.</exception>
    public SendResult(SendOutcome outcome, IReadOnlyList<RecipientOutcome> recipients, DeliveryFailure? failure = null)
    {
        ArgumentNullException.ThrowIfNull(recipients);
        Outcome = outcome;
        Recipients = recipients;
        Failure = failure;
        if (failure is null && !IsSuccess)
            throw new ArgumentException("a mail that was not taken has a failure", nameof(failure));
    }

    /// <summary>The outcome of the mail as a whole.</summary>
    public SendOutcome Outcome { get; init; }

    /// <summary>
    /// The outcome for each recipient, in the order of the envelope, with aliases replaced. Empty if the mail failed before it had an envelope,
    /// because the request, the configuration or the message is wrong.
    /// </summary>
    public IReadOnlyList<RecipientOutcome> Recipients { get; init; }

    /// <summary>Why the server has not accepted the mail for some recipient; null if it has, or a queue took it without an attempt.</summary>
    public DeliveryFailure? Failure { get; init; }

    /// <summary>The reply to the final dot; null if it was not sent, or the protocol has none (LMTP answers for each recipient).</summary>
    public ServerReply? FinalReply { get; init; }

    /// <inheritdoc cref="DeliveryReport.MessageSize"/>
    public long MessageSize { get; init; }

    /// <summary>
    /// The server that has answered, or that was tried: its name in <c>host</c>, or the path of its socket. Null: none was tried, or the transport
    /// needs none.
    /// </summary>
    public string? Server { get; init; }

    /// <summary>The account to which <see cref="Server"/> belongs; null: it has no name, or no server was tried.</summary>
    public string? Account { get; init; }

    /// <summary>
    /// The other servers that were tried for this mail and have nothing of it, in that order, where the account has several (<c>host</c>,
    /// <c>failover</c>).
    /// </summary>
    public IReadOnlyList<FailedServer> FailedServers { get; init; } = [];

    /// <summary>Facts of the session; null if there was none, or the transport reports none.</summary>
    public SessionFacts? Session { get; init; }

    /// <summary>Its name in the queue that has accepted it, for some recipient at least; null: none has.</summary>
    public string? QueueId { get; init; }

    /// <summary>The queue had accepted it before, under the same key, and it may have been sent already. It was not accepted again.</summary>
    public bool WasKnown { get; init; }

    /// <summary>The mail was accepted for every recipient, by the server or by a durable queue.</summary>
    public bool IsSuccess => Outcome is SendOutcome.Sent or SendOutcome.Queued;

    /// <inheritdoc cref="DeliveryFailure.Advice"/>
    public string? Advice => Failure?.Advice;

    /// <summary>Derives the result from the server's replies.</summary>
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

    /// <summary>Derives the result from a failure, with the same outcome for every recipient.</summary>
    /// <param name="failure">Why delivery could not continue.</param>
    /// <param name="recipients">The recipients; empty if they were not known yet.</param>
    public static SendResult Of(DeliveryFailure failure, params IReadOnlyList<ForwardPath> recipients)
    {
        ArgumentNullException.ThrowIfNull(failure);
        ArgumentNullException.ThrowIfNull(recipients);
        var outcome = OutcomeRules.Of(failure);
        return new SendResult(outcome, [.. recipients.Select(path => new RecipientOutcome(path, outcome) { Reply = failure.Reply })], failure);
    }
}

/// <summary>A server that was tried for a mail, and has nothing of it.</summary>
/// <param name="Account">The account to which it belongs; null: it has no name.</param>
/// <param name="Server">Its name in <c>host</c>, or the path of its socket; null: the account cannot be used, or its transport needs none.</param>
/// <param name="Failure">Why.</param>
public sealed record FailedServer(string? Account, string? Server, DeliveryFailure Failure);
