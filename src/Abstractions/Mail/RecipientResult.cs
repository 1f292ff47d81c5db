namespace Msmtp;

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
