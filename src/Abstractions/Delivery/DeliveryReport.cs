namespace Msmtp;

/// <summary>What became of a mail that the server answered for.</summary>
/// <param name="Recipients">A result per recipient, in the envelope's order.</param>
public sealed record DeliveryReport(IReadOnlyList<RecipientResult> Recipients)
{
    /// <summary>The reply behind the final dot. Null: it was not reached, or the protocol has none (LMTP answers per recipient).</summary>
    public ServerReply? FinalReply { get; init; }

    /// <summary>Octets of the message that were sent: header and body, a line end counted as one, dot-stuffing not counted.</summary>
    public long MessageSize { get; init; }

    /// <summary>How the server was spoken to. Null: the transport does not say.</summary>
    public SessionFacts? Session { get; init; }

    /// <summary>Why some recipient did not get the mail. Null: every recipient did, and the server said so.</summary>
    public DeliveryFailure? Failure { get; init; }

    /// <summary>The mail was taken for every recipient.</summary>
    public bool IsComplete => Failure is null;
}

/// <summary>What the server said about one recipient.</summary>
/// <param name="Recipient">Who.</param>
/// <param name="Reply">
/// The reply that decides: that to RCPT TO, or in LMTP the one behind the final dot (RFC 2033 §4.2).
/// Null: the server was not asked, because the mail was stopped before; or it fell silent before it answered.
/// </param>
public sealed record RecipientResult(ForwardPath Recipient, ServerReply? Reply)
{
    /// <summary>
    /// The server took responsibility for this recipient, if it took the mail. A transport that does not take every
    /// positive reply for that (252 "cannot verify", say) sets it.
    /// </summary>
    public bool IsAccepted { get; init; } = Reply is { IsPositive: true };
}
