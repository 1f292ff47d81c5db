namespace Msmtp;

/// <summary>What became of a mail for one recipient.</summary>
/// <param name="Recipient">Who.</param>
/// <param name="Outcome">What became of it; never <see cref="SendOutcome.PartlySent"/>.</param>
public sealed record RecipientOutcome(ForwardPath Recipient, SendOutcome Outcome)
{
    /// <summary>
    /// The reply that decides: that to RCPT TO, in LMTP the one behind the final dot (RFC 2033 §4.2), or the one that ended the mail for all
    /// who were left. Null: none does, for the server was not asked, or it fell silent.
    /// </summary>
    public ServerReply? Reply { get; init; }
}
