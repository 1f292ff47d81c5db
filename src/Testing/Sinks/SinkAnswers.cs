using Msmtp.Server;

namespace Msmtp.Testing;

/// <summary>What a <see cref="MailSink"/> says where it may choose.</summary>
public sealed record SinkAnswers
{
    /// <summary>The reply that refuses a recipient; null: accepted.</summary>
    public Func<MailRecipient, SmtpReply?> Recipient { get; init; } = static _ => null;

    /// <summary>The outcome of a mail that came whole. The mail is kept even if this refuses it.</summary>
    public Func<ReceivedMail, MailOutcome> Mail { get; init; } = static _ => MailOutcome.Accepted;
}
