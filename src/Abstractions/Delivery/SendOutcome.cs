namespace Msmtp;

/// <summary>What became of a mail, as a whole or for one recipient: it decides what to do next.</summary>
public enum SendOutcome
{
    /// <summary>The server accepted it and is now responsible for its delivery (RFC 5321 §4.2.5).</summary>
    Sent,

    /// <summary>It was accepted for some recipients, by the server or a queue, and not for others; each has its own outcome.</summary>
    PartlySent,

    /// <summary>
    /// A durable queue has it, for every recipient that the server has not accepted, and will try again. Sending it again would deliver it
    /// twice.
    /// </summary>
    Queued,

    /// <summary>
    /// The server refused it permanently (5yz, RFC 5321 §4.2.1): the sender, a recipient, or the mail itself. Tell the sender; sending it
    /// again is useless.
    /// </summary>
    Refused,

    /// <summary>
    /// Try again later: the server said so (4yz) or could not be reached, or the connection broke before the mail was complete. For a mail as a
    /// whole: this holds for some recipient at least, and none has the mail.
    /// </summary>
    Deferred,

    /// <summary>
    /// It may have been delivered: the whole mail was sent and no reply came back. Sending it again may deliver it twice.
    /// </summary>
    Unknown,

    /// <summary>
    /// It was not sent, and trying again does not help: something is wrong on this side (a setting, a password, a login that is not allowed),
    /// or another recipient's permanent refusal stopped the mail. <see cref="SendResult.Advice"/> says what to do.
    /// </summary>
    NotSent,
}

/// <summary>What became of a mail for one recipient.</summary>
/// <param name="Recipient">The recipient.</param>
/// <param name="Outcome">The outcome; never <see cref="SendOutcome.PartlySent"/>.</param>
public sealed record RecipientOutcome(ForwardPath Recipient, SendOutcome Outcome)
{
    /// <summary>
    /// The decisive reply: the one to RCPT TO, in LMTP the one to the final dot (RFC 2033 §4.2), or the one that ended the mail for all
    /// remaining recipients. Null if there is none, because the server was not asked or did not answer.
    /// </summary>
    public ServerReply? Reply { get; init; }

    /// <summary>Why the server did not accept this recipient; null: it did, or the failure of the result says it.</summary>
    public DeliveryFailure? Failure { get; init; }
}
