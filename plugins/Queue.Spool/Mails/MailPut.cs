using Msmtp.Queue.Spool.Disk;
using Msmtp.Queue.Spool.Format;

namespace Msmtp.Queue.Spool.Mails;

/// <summary>
/// Accepts a mail: writes it, syncs it, gives it its name, syncs the folder. Whatever fails on the way, nothing is left of it.
/// </summary>
sealed class MailPut(SpoolFolder spool, MailSearch search, DateTimeOffset now, CancellationToken cancellationToken)
{
    // What stands in the way of a name is damaged, or on its way out, and somebody else has it.
    const int MaxTries = 200;
    const int TryInterval = 10;

    /// <summary>Accepts a mail whose body is in the draft.</summary>
    public QueueReceipt Put(QueueSubmission mail, Draft draft)
    {
        var id = mail.Key is { } key ? MailId.OfKey(key.Text, mail.Submitter) : MailId.New(now);
        if (mail.Key is not null && Known(id, mail.Key) is { } known)
            return known;
        var header = mail.Content.HeaderBlock.Span;
        var stored = new StoredMail(QueuedMail.Of(mail, id, now, header.Length + draft.Length))
        {
            KeyDigest = mail.Key?.Digest,
            IsEightBit = mail.Content.IsEightBit,
        };
        var file = draft.File(spool);
        if (PlantedFault.Is(PlantedFault.NameAtOnce))
            draft.TryName(file, spool.Mails, id);
        draft.Complete(file, header, MailText.Write(stored));
        return PlantedFault.Is(PlantedFault.NameAtOnce) ? Accepted(id) : Name(draft, file, id, mail.Key);
    }

    QueueReceipt Name(Draft draft, NewFile file, string id, QueueKey? key)
    {
        for (var i = 0; i < MaxTries; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (draft.TryName(file, spool.Mails, id))
                return key is not null && SentMeanwhile(id, key) is { } sent ? sent : Accepted(id);
            if (key is not null && Known(id, key) is { } known)
                return known;
            if (key is null)
                id = MailId.New(now);
            else
                cancellationToken.WaitHandle.WaitOne(TryInterval);
        }
        throw new DiskException(DiskException.Creating, Libc.Exists);
    }

    QueueReceipt Accepted(string id)
    {
        try
        {
            Sync();
        }
        catch (DiskException)
        {
            spool.Mails.Unname(id);
            throw;
        }
        return new QueueReceipt(id);
    }

    // A mail under its key was sent, or given up, between the first look and the moment when this one got the name. It is not accepted again.
    QueueReceipt? SentMeanwhile(string id, QueueKey key)
    {
        if (Elsewhere(id) is not { } digest)
            return null;
        using (var mail = search.TryLock(spool, id))
            mail?.Settle(now);
        return Receipt(id, key, digest);
    }

    QueueReceipt? Known(string id, QueueKey key)
    {
        if ((Waiting(spool.Mails, id) ?? Elsewhere(id)) is not { } digest)
            return null;
        // Whoever put it may not have got so far yet.
        Sync();
        return Receipt(id, key, digest);
    }

    static QueueReceipt Receipt(string id, QueueKey key, string digest) =>
        digest == key.Digest ? new QueueReceipt(id) { WasKnown = true } : throw SpoolFailures.OtherMail(key.Text);

    string? Elsewhere(string id) =>
        UsedKeys.Find(spool, id) is { } used && used.IsValidAt(now) ? used.Digest
        : spool.ExistingDead is { } dead ? Waiting(dead, id)
        : null;

    // The digest of the mail with this name. One that is done and still there, because whoever sent it is about to keep its key, counts.
    string? Waiting(DiskFolder folder, string id)
    {
        using var file = search.TryOpen(folder, id, isToWrite: false);
        if (file is null)
            return null;
        try
        {
            var stored = new MailScanner().Read(file, file.Facts().Size, id).Stored;
            if (stored.End != MailEnd.Deleted)
                return stored.KeyDigest ?? "";
        }
        catch (InvalidDataException)
        {
            // It is set aside below.
        }
        using var mail = search.TryLock(spool, id);
        mail?.Settle(now);
        return null;
    }

    void Sync()
    {
        if (!PlantedFault.Is(PlantedFault.NoFolderSync))
            spool.Mails.Sync();
    }
}
