namespace Msmtp;

/// <summary>What a transport reports about a mail that the server has answered.</summary>
/// <param name="Recipients">A result for each recipient, in the order of the envelope.</param>
public sealed record DeliveryReport(IReadOnlyList<RecipientResult> Recipients)
{
    /// <summary>The reply to the final dot; null if it was not sent, or the protocol has none (LMTP answers for each recipient).</summary>
    public ServerReply? FinalReply { get; init; }

    /// <summary>The size of the message that was sent, in octets: header and body, each line end counted as one, without dot-stuffing.</summary>
    public long MessageSize { get; init; }

    /// <summary>Facts of the session; null if the transport reports none.</summary>
    public SessionFacts? Session { get; init; }

    /// <summary>Why some recipient did not get the mail; null if the server accepted it for every recipient.</summary>
    public DeliveryFailure? Failure { get; init; }

    /// <summary>The mail was accepted for every recipient.</summary>
    public bool IsComplete => Failure is null;
}

/// <summary>What the server said about one recipient.</summary>
/// <param name="Recipient">The recipient.</param>
/// <param name="Reply">
/// The decisive reply: the one to RCPT TO, or in LMTP the one to the final dot (RFC 2033 §4.2). Null if the server was not asked, because the
/// mail was stopped earlier, or did not answer.
/// </param>
public sealed record RecipientResult(ForwardPath Recipient, ServerReply? Reply)
{
    /// <summary>
    /// The server accepted this recipient. A transport for which not every positive reply means that (252 "cannot verify", say) sets it.
    /// </summary>
    public bool IsAccepted { get; init; } = Reply is { IsPositive: true };

    /// <summary>Why the server did not accept this recipient; null: it did, or the failure of the report says it.</summary>
    public DeliveryFailure? Failure { get; init; }
}
