using System.Runtime.CompilerServices;

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
    /// Accepts a mail. When this returns, it is durable; when it throws, it is not in the queue. The body is read once, from its current
    /// position.
    /// </summary>
    /// <exception cref="MailException">
    /// It could not be stored; <see cref="ExitCode.DataErr"/>: its key belongs to another mail.
    /// </exception>
    ValueTask<QueueReceipt> PutAsync(QueueSubmission mail, CancellationToken cancellationToken);

    /// <summary>
    /// The mails that are waiting, held or dead, those accepted first at the beginning. One that cannot be read is set aside and reported
    /// through <see cref="PluginContext.Notify"/>; it does not stop the others.
    /// </summary>
    ValueTask<IReadOnlyList<QueuedMail>> ListAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The same mails in the same order, one after the other, for whoever keeps none of them: a queue may hold more than there is memory for. A
    /// mail that comes or goes meanwhile may be among them or not.
    /// </summary>
    async IAsyncEnumerable<QueuedMail> EnumerateAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var mail in await ListAsync(cancellationToken).ConfigureAwait(false))
            yield return mail;
    }

    /// <summary>
    /// Some of the mails that <see cref="ListAsync(CancellationToken)"/> lists, in the same order. A store that can find them without reading all, or
    /// without keeping all in memory, does so.
    /// </summary>
    async ValueTask<IReadOnlyList<QueuedMail>> ListAsync(QueueFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var wanted = new List<QueuedMail>();
        foreach (var mail in await ListAsync(cancellationToken).ConfigureAwait(false))
            if (filter.Includes(mail))
                wanted.Add(mail);
        return wanted;
    }

    /// <summary>Changes what becomes of a mail. The change is durable when this returns.</summary>
    /// <returns>
    /// False: there is no such mail, it is being delivered at the moment, or a mail in its state cannot be changed so.
    /// </returns>
    ValueTask<bool> ChangeAsync(string id, QueueChange change, CancellationToken cancellationToken);
}
