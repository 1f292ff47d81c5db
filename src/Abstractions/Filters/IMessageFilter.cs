namespace Msmtp;

/// <summary>
/// Processes a mail between its composition and its delivery: passes it on, changes it, or stops it. The factory of its registration creates
/// one for each mail of an account that uses it, and it is called once. The filters of a mail run one after the other in their order; each
/// gets what the previous one returned, and what the last one returns goes to servers, queues and logs.
/// </summary>
/// <remarks>
/// <para>
/// It gets the message after header rules and aliases have been applied and before anything is connected, in the form that every server
/// accepts, so that no server on the way has to re-encode what was signed (RFC 6376 §5.3). Lines end as <see cref="MessageContent"/> says; a
/// filter that signs or hashes reads the message with <see cref="MessageContent.OpenRead"/>, or a <see cref="CanonicalStream"/> over the body,
/// octet for octet as the server will receive it.
/// </para>
/// <para>
/// What it returns has a header block whose lines end with LF, followed by an empty line if there was one; at least one recipient; and a
/// body that can be read once. To change only the header, return <c>mail with { Content = mail.Content with { HeaderBlock = ... } }</c>: the
/// body is then streamed through. To change the body, return a stream over the original one (a <see cref="ForwardOnlyStream"/>) that is read
/// while the mail is sent; or, if all of it has to be seen first, a spool (<see cref="PluginContext.CreateSpool"/>). Never hold it in memory
/// as a whole. The host disposes the body that a filter returns when the mail is done. A filter that adds octets above 127 sets
/// <see cref="MessageContent.IsEightBit"/>.
/// </para>
/// </remarks>
public interface IMessageFilter
{
    /// <summary>
    /// Filters one mail. To stop it, throws <see cref="MailException"/> with <see cref="DeliveryStage.Configure"/> and the exit code for the
    /// caller, usually <see cref="ExitCode.DataErr"/>. The body that it returned may do the same at any point: the final dot is then not sent,
    /// and no recipient gets the mail (RFC 5321 §4.1.1.4). Any other exception also stops the mail, as an error of the filter
    /// (<see cref="ExitCode.Software"/>). Let exceptions of the original body pass.
    /// </summary>
    /// <param name="mail">The mail, with an unread body.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The same mail, or a changed one.</returns>
    ValueTask<OutgoingMail> FilterAsync(OutgoingMail mail, CancellationToken cancellationToken);
}
