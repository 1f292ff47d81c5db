using Msmtp.Queue.Spool.Disk;
using Msmtp.Queue.Spool.Format;

namespace Msmtp.Queue.Spool.Mails;

/// <summary>
/// Finds the files of mails among whatever is in the folder. What is damaged is set aside; what is not ours is left alone; both are told, once,
/// and neither is in the way of a mail.
/// </summary>
/// <param name="notify">Is told.</param>
sealed class MailSearch(Action<HostNotice> notify)
{
    readonly HashSet<string> told = [];

    /// <summary>Locks a mail. Null: there is none, or somebody else has it.</summary>
    /// <exception cref="DiskException">The folder cannot be used.</exception>
    public MailFile? TryLock(SpoolFolder spool, string id)
    {
        if (!MailId.IsValid(id))
            return null;
        return TryLock(spool, spool.Mails, id) ?? (spool.ExistingDead is { } dead ? TryLock(spool, dead, id) : null);
    }

    /// <summary>Opens the file of a mail. Null: there is none.</summary>
    public DiskFile? TryOpen(DiskFolder folder, string name, bool isToWrite)
    {
        DiskFile? file = null;
        try
        {
            file = folder.TryOpen(name, isToWrite);
            if (file is null || Strangeness(file.Facts()) is not { } strange)
                return file;
            Tell(folder, name, strange);
        }
        catch (DiskException e) when (e.Error is not (Libc.TooManyFiles or Libc.TooManyFilesInSystem or Libc.OutOfMemory or Libc.ReadOnlyFileSystem))
        {
            // A folder cannot be opened for writing, a socket not at all.
            Tell(folder, name, e.Error == Libc.IsLink ? "it is a link" : e.Error == Libc.IsFolder ? "it is a folder" : e.Message);
        }
        file?.Dispose();
        return null;
    }

    /// <summary>Says that something in the folder is not looked at, unless that has been said before.</summary>
    public void Tell(DiskFolder folder, string name, string reason)
    {
        var path = Path.Combine(folder.Path, name);
        lock (told)
        {
            if (!told.Add(path))
                return;
        }
        notify(new HostNotice($"{Msmtp.Text.PrintableText.Text(path)} is ignored: {reason}"));
    }

    /// <inheritdoc cref="SetAside(SpoolFolder, DiskFolder, string, InvalidDataException)"/>
    public void SetAside(SpoolFolder spool, MailFile file, InvalidDataException reason) => SetAside(spool, file.Folder, file.Mail.Id, reason);

    /// <summary>Puts a damaged file, which the caller has locked, where nobody looks for mails.</summary>
    public void SetAside(SpoolFolder spool, DiskFolder folder, string id, InvalidDataException reason)
    {
        using var broken = spool.Mails.OpenFolder(SpoolFolder.BrokenName);
        var name = id;
        for (var i = 1; !broken.TryName(folder, id, name); i++)
            name = $"{id}.{i}";
        broken.Sync();
        folder.Unname(id);
        notify(new HostNotice($"the mail {id} in the queue {spool.Path} is broken, and was set aside as {Path.Combine(broken.Path, name)}: {reason.Message}"));
    }

    static string? Strangeness(FileFacts facts) =>
        facts.IsFolder ? "it is a folder"
        : !facts.IsRegular ? "it is not a file"
        : !facts.IsOwn ? "it belongs to somebody else"
        : null;

    MailFile? TryLock(SpoolFolder spool, DiskFolder folder, string id)
    {
        var file = TryOpen(folder, id, isToWrite: true);
        MailFile? mail = null;
        try
        {
            return file is null ? null : mail = MailFile.TryLock(spool, folder, file, id);
        }
        catch (InvalidDataException e)
        {
            SetAside(spool, folder, id, e);
            return null;
        }
        finally
        {
            if (mail is null)
                file?.Dispose();
        }
    }
}
