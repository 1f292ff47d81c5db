namespace Msmtp;

/// <summary>What became of a mail, or of it for one recipient, in the words that decide what to do next.</summary>
public enum SendOutcome
{
    /// <summary>The server took it (RFC 5321 §4.2.5: from then on it is the server's to deliver).</summary>
    Sent,

    /// <summary>It was taken for some recipients, by the server or by a queue, and not for others; each has an outcome of its own.</summary>
    PartlySent,

    /// <summary>
    /// A durable queue took it, for every recipient whom the server did not take, and tries again by itself. Sending it again would deliver it
    /// twice.
    /// </summary>
    Queued,

    /// <summary>
    /// The server refused it for good (5yz, RFC 5321 §4.2.1): its sender, a recipient, or the mail itself. Tell whoever sent it; sending it
    /// again is useless.
    /// </summary>
    Refused,

    /// <summary>
    /// Not now: the server said so (4yz), could not be reached, or the connection broke before the mail was over. Try again
    /// later. Of a mail: so it is for some recipient at least, and nobody has it.
    /// </summary>
    Deferred,

    /// <summary>
    /// It may have been delivered: the whole mail went out and no reply came back. Sending it again may deliver it twice.
    /// </summary>
    Unknown,

    /// <summary>
    /// Nothing went out, and trying again does not help: something is wrong here (a setting, a password, a server that does not let us
    /// in), or another recipient's refusal for good stopped the mail. <see cref="SendResult.Advice"/> says what to do.
    /// </summary>
    NotSent,
}

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
