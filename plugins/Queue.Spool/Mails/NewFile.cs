using Msmtp.Queue.Spool.Disk;

namespace Msmtp.Queue.Spool.Mails;

/// <summary>
/// A file of a folder that is being written. It has no name yet, so that nothing is left of it if it gets none; where the file system cannot do
/// that, as on NFS and FUSE, it has one in <c>new</c>, locked for as long as it is written.
/// </summary>
sealed class NewFile : IDisposable
{
    const string OpenFiles = "/proc/self/fd";

    readonly DiskFolder? folder;
    string? name;

    NewFile(DiskFile file, DiskFolder? folder, string? name)
    {
        File = file;
        this.folder = folder;
        this.name = name;
    }

    public DiskFile File { get; }

    /// <exception cref="DiskException">It cannot be created.</exception>
    public static NewFile Create(SpoolFolder spool)
    {
        // A file without a name gets one through this folder, which a program in a folder of its own (chroot) may lack.
        if (spool.Mails.Facts(OpenFiles) is not null && spool.Mails.TryCreateUnnamed() is { } unnamed)
            return new NewFile(unnamed, null, null);
        return CreateNamed(spool);
    }

    /// <summary>For file systems without O_TMPFILE.</summary>
    public static NewFile CreateNamed(SpoolFolder spool)
    {
        var folder = spool.Mails.OpenFolder(SpoolFolder.NewName);
        var name = Guid.NewGuid().ToString("N");
        var file = folder.TryCreate(name) ?? throw new DiskException(DiskException.Creating, Libc.Exists);
        // Whoever tidies up may have come first: then the name is gone, and giving the file its own fails.
        file.TryLock();
        return new NewFile(file, folder, name);
    }

    /// <summary>Takes away what a crash has left in <c>new</c>: what nobody has locked.</summary>
    public static void Purge(SpoolFolder spool)
    {
        using var folder = spool.Mails.TryOpenFolder(SpoolFolder.NewName);
        if (folder is null)
            return;
        foreach (var name in folder.Names())
        {
            using var file = folder.TryOpen(name, isToWrite: true);
            if (file is not null && file.TryLock())
                folder.Unname(name);
        }
    }

    /// <summary>Gives it its name. False: that is taken.</summary>
    public bool TryName(DiskFolder where, string as_)
    {
        if (folder is null || name is null)
            return where.TryName(File, as_);
        if (!where.TryName(folder, name, as_))
            return false;
        folder.Unname(name);
        name = null;
        return true;
    }

    public void Dispose()
    {
        try
        {
            if (name is not null)
                folder?.Unname(name);
        }
        catch (DiskException)
        {
            // Whoever lists the queue takes it away.
        }
        folder?.Dispose();
        File.Dispose();
    }
}
