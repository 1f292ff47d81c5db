using Msmtp.Queue.Spool.Disk;
using Msmtp.Queue.Spool.Format;

namespace Msmtp.Queue.Spool.Mails;

/// <summary>Lists the mails of a folder. Reads no message, and locks nothing that is in order.</summary>
sealed class MailListing(SpoolFolder spool, MailSearch search, DateTimeOffset now)
{
    readonly MailScanner scanner = new();
    readonly List<QueuedMail> found = [];

    public IReadOnlyList<QueuedMail> Read()
    {
        Read(spool.Mails);
        if (spool.ExistingDead is { } dead)
            Read(dead);
        // A mail that is between its two places is in both.
        return [.. found.Order(Comparer<QueuedMail>.Create(Compare)).DistinctBy(static mail => mail.Id)];
    }

    static int Compare(QueuedMail one, QueuedMail other) =>
        one.Accepted.CompareTo(other.Accepted) is not 0 and var order ? order : string.CompareOrdinal(one.Id, other.Id);

    void Read(DiskFolder folder)
    {
        foreach (var name in folder.Names())
        {
            if (MailId.IsValid(name))
                Add(folder, name);
            else if (!IsOurs(folder, name))
                search.Tell(folder, name, "it is not a mail of this queue");
        }
    }

    bool IsOurs(DiskFolder folder, string name) =>
        folder == spool.Mails
        && name is SpoolFolder.DeadName or SpoolFolder.BrokenName or SpoolFolder.SentName or SpoolFolder.AccountsName or SpoolFolder.NewName;

    void Add(DiskFolder folder, string id)
    {
        using var file = search.TryOpen(folder, id, isToWrite: false);
        if (file is null)
            return;
        try
        {
            var stored = scanner.Read(file, file.Facts().Size, id).Stored;
            if (stored.End == MailEnd.None)
                found.Add(stored.Mail with { IsTaken = file.IsLocked() });
            if (stored.End != MailEnd.None || (stored.Mail.State == QueuedMailState.Dead) != (folder != spool.Mails))
                Settle(id);
        }
        catch (InvalidDataException)
        {
            Settle(id);
        }
        catch (DiskException e)
        {
            search.Tell(folder, id, e.Message);
        }
    }

    // Also sets aside what is damaged. Where that cannot be done, as on a full disk, it is left to the next one who looks.
    void Settle(string id)
    {
        try
        {
            using var mail = search.TryLock(spool, id);
            mail?.Settle(now);
        }
        catch (DiskException e)
        {
            search.Tell(spool.Mails, id, e.Message);
        }
    }
}
