namespace Msmtp.Server;

/// <summary>What became of a mail.</summary>
/// <param name="Reply">The reply to the final dot; over LMTP the reply for every recipient unless there are others.</param>
public sealed record MailOutcome(SmtpReply Reply)
{
    /// <summary>LMTP: the replies in the order of the recipients. Empty: <see cref="Reply"/> stands for all of them.</summary>
    public IReadOnlyList<SmtpReply> PerRecipient { get; init; } = [];

    /// <summary>The mail is in safe hands (RFC 5321 §6.1).</summary>
    public static MailOutcome Accepted { get; } = new(new SmtpReply(250, "2.0.0", "the mail is in safe hands"));
}
