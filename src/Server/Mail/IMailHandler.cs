namespace Msmtp.Server;

/// <summary>Takes the mail that a server receives. One handler serves all sessions at once.</summary>
public interface IMailHandler
{
    /// <summary>Asked at every well-formed RCPT, before the recipient joins the envelope.</summary>
    /// <param name="envelope">The envelope so far.</param>
    /// <param name="recipient">Who would join it.</param>
    /// <param name="cancellationToken">Ends with the server.</param>
    /// <returns>A reply that refuses the recipient; null: the recipient is fine.</returns>
    /// <remarks>An exception from here is answered with 451.</remarks>
    ValueTask<SmtpReply?> RefuseRecipientAsync(MailEnvelope envelope, MailRecipient recipient, CancellationToken cancellationToken) => default;

    /// <summary>Called once for every mail, after the server has said 354 or when the first BDAT comes.</summary>
    /// <param name="envelope">Sender and recipients.</param>
    /// <param name="content">
    /// The content with CR LF line ends and without dot-stuffing, or the octets of all chunks, read from the connection as it is read here.
    /// The end of the stream means that the whole mail is there; a mail that came by BDAT need not end with a line end. In every other case
    /// reading throws an <see cref="IOException"/> (client gone, mail refused or given up) or an <see cref="OperationCanceledException"/>: let
    /// it pass, and keep nothing.
    /// </param>
    /// <param name="cancellationToken">Ends with the server, or when the mail takes longer than <see cref="SmtpServerOptions.MessageTimeout"/>.</param>
    /// <returns>The outcome. A positive one takes responsibility for the mail, so return it after the end of the stream only.</returns>
    /// <remarks>An exception from here is answered with 451, and the client tries again later.</remarks>
    ValueTask<MailOutcome> ReceiveAsync(MailEnvelope envelope, Stream content, CancellationToken cancellationToken);
}

/// <summary>What became of a mail.</summary>
/// <param name="Reply">The reply to the final dot; over LMTP the reply for every recipient unless there are others.</param>
public sealed record MailOutcome(SmtpReply Reply)
{
    /// <summary>LMTP: the replies in the order of the recipients. Empty: <see cref="Reply"/> stands for all of them.</summary>
    public IReadOnlyList<SmtpReply> PerRecipient { get; init; } = [];

    // Nobody gets the mail.
    internal bool IsRefusal => !Reply.IsPositive && PerRecipient.All(static reply => !reply.IsPositive);

    /// <summary>The mail is in safe hands (RFC 5321 §6.1).</summary>
    public static MailOutcome Accepted { get; } = new(new SmtpReply(250, "2.0.0", "the mail is in safe hands"));
}
