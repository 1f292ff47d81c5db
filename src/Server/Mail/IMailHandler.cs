namespace Msmtp.Server;

/// <summary>Takes the mail that a server receives. One handler serves all sessions concurrently.</summary>
public interface IMailHandler
{
    /// <summary>Called for every well-formed MAIL, before the envelope begins. Must not wait.</summary>
    /// <param name="envelope">The envelope without recipients.</param>
    /// <returns>A reply that refuses the sender; null: it is accepted.</returns>
    SmtpReply? RefuseSender(MailEnvelope envelope) => null;

    /// <summary>Called for every well-formed RCPT, before the recipient joins the envelope.</summary>
    /// <param name="envelope">The envelope so far.</param>
    /// <param name="recipient">The recipient that would join it.</param>
    /// <param name="cancellationToken">Cancelled when the server stops.</param>
    /// <returns>A reply that refuses the recipient; null: it is accepted.</returns>
    /// <remarks>An exception is answered with 451.</remarks>
    ValueTask<SmtpReply?> RefuseRecipientAsync(MailEnvelope envelope, MailRecipient recipient, CancellationToken cancellationToken) =>
        default;

    /// <summary>Called once for every mail, after the server has said 354 or when the first BDAT arrives.</summary>
    /// <param name="envelope">Sender and recipients.</param>
    /// <param name="content">
    /// The content with CR LF line ends and without dot-stuffing, or the octets of all BDAT chunks. It arrives from the client while it is
    /// read. The end of the stream means that the mail is complete; one that came by BDAT need not end with a line end. Otherwise reading
    /// throws an <see cref="IOException"/> (client gone, mail refused or abandoned) or an <see cref="OperationCanceledException"/>: let it
    /// pass, and keep nothing.
    /// </param>
    /// <param name="cancellationToken">
    /// Cancelled when the server stops, or when the mail takes longer than <see cref="SmtpServerOptions.MessageTimeout"/>.
    /// </param>
    /// <returns>The outcome. A positive one takes responsibility for the mail, so return it only after the end of the stream.</returns>
    /// <remarks>An exception is answered with 451, so the client tries again later; a full disk with 452.</remarks>
    ValueTask<MailOutcome> ReceiveAsync(MailEnvelope envelope, Stream content, CancellationToken cancellationToken);
}

/// <summary>What became of a mail.</summary>
/// <param name="Reply">The reply to the final dot or BDAT LAST; over LMTP, the reply for every recipient without one of its own.</param>
public sealed record MailOutcome(SmtpReply Reply)
{
    /// <summary>LMTP: the replies in the order of the recipients; <see cref="Reply"/> stands in for those that are missing.</summary>
    public IReadOnlyList<SmtpReply> PerRecipient { get; init; } = [];

    // No recipient gets the mail.
    internal bool IsRefusal => !Reply.IsPositive && PerRecipient.All(static reply => !reply.IsPositive);

    /// <summary>The handler has taken responsibility for the mail (RFC 5321 §6.1).</summary>
    public static MailOutcome Accepted { get; } = new(new SmtpReply(250, "2.0.0", "mail accepted"));
}
