namespace Msmtp;

/// <summary>
/// Looks at a mail between its composition and its delivery, and says how it goes on: as it came, changed, or not at all. Made by the
/// factory of its registration for each mail of an account that uses it, and called once. The filters of a mail run one after the other, by
/// their order; the next one gets what the one before it returned, the last one's is what every server, queue and log is given.
/// </summary>
/// <remarks>
/// <para>
/// It gets the message after header rules and aliases have been applied, in the form that every server takes, so that no server on the way
/// has to re-encode what was signed (RFC 6376 §5.3), and before anything is connected. Lines end as <see cref="MessageContent"/> says; a
/// filter that signs or hashes reads them with <see cref="MessageContent.OpenRead"/> or a <see cref="CanonicalStream"/> over the body, octet
/// for octet as the server will get them.
/// </para>
/// <para>
/// What it returns has a header block whose lines end with LF, and with an empty line behind them if there was one; at least one recipient;
/// and a body that can be read once. To change the header alone is <c>mail with { Content = mail.Content with { HeaderBlock = ... } }</c>:
/// the body then streams by. A body of its own is a stream over the one that came (a <see cref="ForwardOnlyStream"/>), read while the mail is
/// sent; or, where all of it has to be seen first, a spool (<see cref="PluginContext.CreateSpool"/>). It is never held whole in memory. The
/// host disposes the body that a filter returns when the mail is done. Octets beyond 127 that were not there before are announced
/// (<see cref="MessageContent.IsEightBit"/>).
/// </para>
/// </remarks>
public interface IMessageFilter
{
    /// <summary>
    /// Filters one mail. Throws <see cref="MailException"/> with the exit code that the caller gets, usually <see cref="ExitCode.DataErr"/>,
    /// and <see cref="DeliveryStage.Configure"/>, to stop the mail; so may the body that it returned, wherever it stands: the mail then goes
    /// to nobody, for its final dot is not sent (RFC 5321 §4.1.1.4). Anything else that it throws stops the mail too, as the filter's
    /// mistake (<see cref="ExitCode.Software"/>). What the body that came throws is passed on.
    /// </summary>
    /// <param name="mail">The mail, whose body nobody has read.</param>
    /// <param name="cancellationToken">The caller has lost interest.</param>
    /// <returns>The mail as it goes on: the same, or a changed one.</returns>
    ValueTask<OutgoingMail> FilterAsync(OutgoingMail mail, CancellationToken cancellationToken);
}
