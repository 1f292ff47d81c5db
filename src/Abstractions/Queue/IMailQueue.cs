namespace Msmtp;

/// <summary>
/// Keeps mails until their servers have taken them. What it has accepted survives the end of the process and the loss of power. When a mail
/// is tried, and when it is given up, is decided by the host: a store keeps what it is told. Thread-safe.
/// </summary>
/// <remarks>
/// This half is for every store. One that has no engine of its own, which would run the deliveries, implements <see cref="ILeasedMailQueue"/>
/// too. A failure of the store itself is a <see cref="MailException"/> that names the file or the database.
/// </remarks>
#pragma warning disable CA1711 // A queue is what it is; the rule means collections.
public interface IMailQueue
#pragma warning restore CA1711
{
    /// <summary>
    /// Creates a place where the body of a mail is kept while it is being sent, in case it has to be queued: a stream to write, and then
    /// to read from its beginning. Nothing of it need be durable. Whoever puts the mail hands it over as <see cref="QueueSubmission.Draft"/>, so
    /// that a store need not copy it. The caller disposes it.
    /// </summary>
    Stream CreateDraft() => new MemoryStream();

    /// <summary>
    /// Tests whether a mail could be put, without putting one, for <c>--doctor</c>. Returns false if that cannot be tested; throws
    /// <see cref="MailException"/> if none could be put.
    /// </summary>
    ValueTask<bool> ProbeAsync(CancellationToken cancellationToken) => new(false);

    /// <summary>
    /// Accepts a mail. When this returns, it is durable; when it throws, it is not in the queue. The body is read once, from its current
    /// position.
    /// </summary>
    /// <exception cref="MailException">
    /// It could not be stored; <see cref="ExitCode.DataErr"/>: its key belongs to another mail.
    /// </exception>
    ValueTask<QueueReceipt> PutAsync(QueueSubmission mail, CancellationToken cancellationToken);

    /// <summary>
    /// The wanted ones of the mails that are waiting, held or dead, one after the other, those accepted first at the beginning. A queue may hold more
    /// than there is memory for: none is kept. A store that can find them without reading the others does so. A mail that comes or goes meanwhile may
    /// be among them or not. One that cannot be read is set aside and reported through <see cref="PluginContext.Notify"/>; it does not stop the others.
    /// </summary>
    IAsyncEnumerable<QueuedMail> EnumerateAsync(QueueFilter filter, CancellationToken cancellationToken);

    /// <summary>Changes what becomes of a mail. The change is durable when this returns.</summary>
    /// <returns>
    /// False: there is no such mail, it is being delivered at the moment, or a mail in its state cannot be changed so.
    /// </returns>
    ValueTask<bool> ChangeAsync(string id, QueueChange change, CancellationToken cancellationToken);
}

/// <summary>What can be done with any queue.</summary>
public static class MailQueueExtensions
{
    /// <summary>All mails at once, for whoever has room for them (<see cref="IMailQueue.EnumerateAsync"/>).</summary>
    public static async ValueTask<IReadOnlyList<QueuedMail>> ListAsync(this IMailQueue queue, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(queue);
        var mails = new List<QueuedMail>();
        await foreach (var mail in queue.EnumerateAsync(QueueFilter.All, cancellationToken).ConfigureAwait(false))
            mails.Add(mail);
        return mails;
    }
}
