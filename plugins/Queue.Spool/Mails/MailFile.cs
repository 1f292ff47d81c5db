using Msmtp.Queue.Spool.Disk;
using Msmtp.Queue.Spool.Format;

namespace Msmtp.Queue.Spool.Mails;

/// <summary>
/// The file of a mail, open. Only who has locked it may change it. What it says counts, not the folder in which it is: a crash may have come
/// between the two.
/// </summary>
sealed class MailFile : IDisposable
{
    readonly SpoolFolder spool;
    readonly DiskFile file;
    readonly FileFacts facts;
    readonly MailLayout layout;
    DiskFolder folder;
    long length;
    bool isBehindTorn;

    MailFile(SpoolFolder spool, DiskFolder folder, DiskFile file, FileFacts facts, MailScan scan)
    {
        this.spool = spool;
        this.folder = folder;
        this.file = file;
        this.facts = facts;
        (layout, Stored, length, isBehindTorn) = (scan.Layout, scan.Stored, facts.Size, scan.IsBehindTorn);
    }

    /// <summary>What the file says.</summary>
    public StoredMail Stored { get; private set; }

    public QueuedMail Mail => Stored.Mail;

    /// <summary>The folder in which it is.</summary>
    public DiskFolder Folder => folder;

    public long BodyLength => layout.BodyLength;

    /// <summary>Takes over an open file and locks it. Null: somebody else has locked it, or it has no name any more.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="DiskException">It cannot be read.</exception>
    public static MailFile? TryLock(SpoolFolder spool, DiskFolder folder, DiskFile file, string id)
    {
        // Whoever had the lock before may have removed the mail: the name may be another one's by now.
        return file.TryLock() && file.Facts() is { Links: > 0 } facts
            ? new MailFile(spool, folder, file, facts, new MailScanner().Read(file, facts.Size, id))
            : null;
    }

    public byte[] ReadHeader()
    {
        var header = new byte[layout.HeaderLength];
        return file.Read(header, layout.HeaderStart) == header.Length && Checksum.Of(header) == layout.HeaderSum
            ? header
            : throw new InvalidDataException("its header is damaged");
    }

    public int ReadBody(Span<byte> octets, long position) =>
        file.Read(octets[..(int)Math.Clamp(layout.BodyLength - position, 0, octets.Length)], MailLayout.BodyStart + position);

    /// <summary>Reads all of the message.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public void Verify()
    {
        ReadHeader();
        var block = new byte[Math.Clamp(layout.BodyLength, 1, 1 << 16)];
        var sum = Checksum.Start;
        for (long position = 0; position < layout.BodyLength;)
        {
            var count = ReadBody(block, position);
            if (count == 0)
                break;
            sum = Checksum.Add(sum, block.AsSpan(0, count));
            position += count;
        }
        if (~sum != layout.BodySum)
            throw new InvalidDataException("its body is damaged");
    }

    /// <summary>Notes that an attempt begins.</summary>
    public void Begin()
    {
        if (!PlantedFault.Is(PlantedFault.NoMark))
            Append(MailText.Begin, isSynced: true);
        Stored = Stored with { Mail = Mail with { IsUnknown = true } };
    }

    /// <summary>Notes what has changed, and puts the mail where it belongs.</summary>
    public void Change(QueuedMail mail)
    {
        Append(StateText.Write(mail, Mail.Recipients), isSynced: true);
        Stored = Stored with { Mail = mail };
        Settle();
    }

    /// <summary>Notes that the mail is over, and removes it.</summary>
    public void End(MailEnd end, DateTimeOffset now)
    {
        // Where there is no room for a line, the whole file can still be removed.
        var isNoted = TryAppend(MailText.End(end == MailEnd.Done), isSynced: !PlantedFault.Is(PlantedFault.NoEndSync));
        Stored = Stored with { End = end };
        Remove(now);
        if (!isNoted)
            folder.Sync();
    }

    /// <summary>
    /// Whoever watches the folder looks at it again. It is his then, if he wants to have it. What is to be announced is on the disk already, and
    /// found without that, too; and a file that has been removed cannot be touched on each file system.
    /// </summary>
    public void Announce()
    {
        file.Unlock();
        try
        {
            file.Touch();
        }
        catch (DiskException)
        {
            // He looks from time to time.
        }
    }

    /// <summary>Finishes what a crash has left unfinished. False: the mail is over.</summary>
    public bool Settle(DateTimeOffset now)
    {
        if (Stored.End == MailEnd.None && !IsAcceptedTwice())
        {
            Settle();
            return true;
        }
        Remove(now);
        return false;
    }

    public void Dispose() => file.Dispose();

    bool TryAppend(string line, bool isSynced)
    {
        try
        {
            Append(line, isSynced);
            return true;
        }
        catch (DiskException e) when (e.Error is Libc.NoSpace or Libc.QuotaExceeded)
        {
            return false;
        }
    }

    void Append(string line, bool isSynced)
    {
        var record = MailRecord.Write(line, isBehindTorn);
        try
        {
            file.Write(record, length);
            if (isSynced)
                file.SyncContent();
        }
        catch (DiskException)
        {
            Cut();
            throw;
        }
        length += record.Length;
        isBehindTorn = false;
    }

    void Cut()
    {
        try
        {
            file.Cut(length);
        }
        catch (DiskException)
        {
            // What is left of the record does not count.
            isBehindTorn = true;
        }
    }

    // First the new name, then away with the old one: at no time is there none.
    void Settle()
    {
        var target = Mail.State == QueuedMailState.Dead ? spool.Dead : spool.Mails;
        if (target == folder || !target.TryName(folder, Mail.Id, Mail.Id) && !IsIn(target))
            return;
        target.Sync();
        folder.Unname(Mail.Id);
        folder = target;
    }

    void Remove(DateTimeOffset now)
    {
        if (Stored is { End: MailEnd.Done, KeyDigest: { } digest })
            UsedKeys.Keep(spool, Mail.Id, new UsedKey(digest, now));
        Unname(folder);
        // Between its two places.
        if (facts.Links > 1 && spool.ExistingDead is { } dead)
            Unname(folder == dead ? spool.Mails : dead);
    }

    void Unname(DiskFolder place)
    {
        if (IsIn(place))
            place.Unname(Mail.Id);
    }

    bool IsIn(DiskFolder place) => place.Facts(Mail.Id) is { } named && named.Inode == facts.Inode;

    // Under its key, while the first one was on its way out of this folder: whoever put it has been told that the key was known.
    bool IsAcceptedTwice() =>
        Stored.KeyDigest is not null && folder == spool.Mails
        && (UsedKeys.Find(spool, Mail.Id) is { } used && used.IsValidAt(Mail.Accepted) || spool.ExistingDead is { } dead && dead.Facts(Mail.Id) is not null && !IsIn(dead));
}
