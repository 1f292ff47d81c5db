using Msmtp.Queue.Spool.Disk;
using Msmtp.Queue.Spool.Format;

namespace Msmtp.Queue.Spool.Mails;

/// <summary>Lists the mails of a folder. Reads no message, and locks nothing that is in order.</summary>
sealed class MailListing(SpoolFolder spool, MailSearch search, DateTimeOffset now)
{
    readonly MailScanner scanner = new();

    /// <summary>
    /// Those that are wanted, in their order. Of the others only the names are kept: most of them say when their mail was accepted, and the rest are read
    /// twice. One that is named is found without them.
    /// </summary>
    public IEnumerable<QueuedMail> Read(QueueFilter filter)
    {
        foreach (var mail in filter.Id is { } id ? Named(id) : InTime())
            if (filter.Includes(mail))
                yield return mail;
    }

    IEnumerable<QueuedMail> InTime()
    {
        var together = new List<QueuedMail>();
        long time = 0;
        foreach (var place in Places())
        {
            if (place.Time != time)
            {
                foreach (var mail in InOrder(together))
                    yield return mail;
                together.Clear();
                time = place.Time;
            }
            if (Find(place) is { } read)
                together.Add(read);
        }
        foreach (var mail in InOrder(together))
            yield return mail;
    }

    // A mail that is between its two places is in both.
    static List<QueuedMail> InOrder(List<QueuedMail> mails) => mails.Count <= 1
        ? mails
        : [.. mails.Order(Comparer<QueuedMail>.Create(Compare)).DistinctBy(static mail => mail.Id)];

    static int Compare(QueuedMail one, QueuedMail other) =>
        one.Accepted.CompareTo(other.Accepted) is not 0 and var order ? order : string.CompareOrdinal(one.Id, other.Id);

    // In the order of the milliseconds in which the mails were accepted.
    IEnumerable<Place> Places()
    {
        var places = new List<Place>();
        foreach (var (folder, id) in Names())
            if ((MailId.TimeOf(id) ?? Read(folder, id)?.Accepted.ToUnixTimeMilliseconds()) is { } time)
                places.Add(new Place(folder, id, time));
        return places.Order(Comparer<Place>.Create(static (one, other) => one.Time.CompareTo(other.Time)));
    }

    // It may have been in the wrong one of its two places, and in the right one since it was looked at.
    QueuedMail? Find(Place place)
    {
        if (Read(place.Folder, place.Id) is { } mail)
            return mail;
        var other = place.Folder == spool.Mails ? spool.ExistingDead : spool.Mails;
        return other is null ? null : Read(other, place.Id);
    }

    DiskFolder[] Folders => spool.ExistingDead is { } dead ? [spool.Mails, dead] : [spool.Mails];

    List<QueuedMail> Named(string id)
    {
        var found = new List<QueuedMail>();
        foreach (var folder in MailId.IsValid(id) ? Folders : [])
            if (Read(folder, id) is { } mail)
                found.Add(mail);
        return InOrder(found);
    }

    IEnumerable<(DiskFolder Folder, string Id)> Names()
    {
        foreach (var folder in Folders)
            foreach (var name in folder.Names())
            {
                if (MailId.IsValid(name))
                    yield return (folder, name);
                else if (!IsOurs(folder, name))
                    search.Tell(folder, name, "it is not a mail of this queue");
            }
    }

    bool IsOurs(DiskFolder folder, string name) =>
        folder == spool.Mails
        && name is SpoolFolder.DeadName or SpoolFolder.BrokenName or SpoolFolder.SentName or SpoolFolder.AccountsName or SpoolFolder.NewName;

    // Null: it is over, or none.
    QueuedMail? Read(DiskFolder folder, string id)
    {
        using var file = search.TryOpen(folder, id, isToWrite: false);
        if (file is null)
            return null;
        try
        {
            var stored = scanner.Read(file, file.Facts().Size, id).Stored;
            var mail = stored.End == MailEnd.None ? stored.Mail with { IsTaken = file.IsLocked() } : null;
            if (mail is null || (mail.State == QueuedMailState.Dead) != (folder != spool.Mails))
                Settle(id);
            return mail;
        }
        catch (InvalidDataException)
        {
            Settle(id);
        }
        catch (DiskException e)
        {
            search.Tell(folder, id, e.Message);
        }
        return null;
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

    // A mail, and when it was accepted, in milliseconds since 1970.
    sealed record Place(DiskFolder Folder, string Id, long Time);
}
