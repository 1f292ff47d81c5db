using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Msmtp.Text;

namespace Msmtp.Queue.Spool.Disk;

/// <summary>An open folder and the names in it. Nothing is ever followed out of it. Failures are <see cref="DiskException"/>.</summary>
sealed class DiskFolder : IDisposable
{
    const int OwnFolder = 0x1C0, OwnFile = 0x180;

    readonly DiskFile folder;

    DiskFolder(string path, DiskFile folder)
    {
        Path = path;
        this.folder = folder;
    }

    public string Path { get; }

    /// <summary>Opens a folder. Null: there is none.</summary>
    public static DiskFolder? TryOpen(string path)
    {
        var descriptor = Libc.openat(Libc.CurrentFolder, Name(path), FolderFlags, 0);
        return Opened(path, descriptor);
    }

    /// <summary>Makes a folder, with those above it. Each is on the disk when this returns.</summary>
    public static void Make(string path)
    {
        if (Libc.mkdirat(Libc.CurrentFolder, Name(path), OwnFolder) != 0)
        {
            switch (Marshal.GetLastPInvokeError())
            {
                case Libc.Exists:
                    return;
                case Libc.NoEntry when System.IO.Path.GetDirectoryName(path) is { Length: > 0 } above:
                    Make(above);
                    Make(path);
                    return;
                default:
                    throw DiskException.Last(DiskException.Creating);
            }
        }
        // Whatever the umask took away.
        if (Libc.fchmodat(Libc.CurrentFolder, Name(path), OwnFolder, 0) != 0)
            throw DiskException.Last(DiskException.Restricting);
        SyncAbove(path);
    }

    /// <summary>Tests whether <see cref="Make"/> could make a folder that is not there. Nothing is made.</summary>
    public static void CheckMakeable(string path)
    {
        if (System.IO.Path.GetDirectoryName(path) is not { Length: > 0 } above)
            return;
        // With a slash behind it a file is none.
        if (Libc.faccessat(Libc.CurrentFolder, Name(above + "/"), Libc.MayWrite | Libc.MayEnter, 0) == 0)
            return;
        if (Marshal.GetLastPInvokeError() != Libc.NoEntry)
            throw DiskException.Last(DiskException.Creating);
        CheckMakeable(above);
    }

    /// <summary>Opens a folder in this one. Null: there is none.</summary>
    public DiskFolder? TryOpenFolder(string name)
    {
        var descriptor = Libc.openat(folder.Handle, Name(name), FolderFlags, 0);
        return Opened(System.IO.Path.Combine(Path, name), descriptor);
    }

    /// <summary>Opens a folder in this one, and makes it if there is none.</summary>
    public DiskFolder OpenFolder(string name)
    {
        if (TryOpenFolder(name) is { } found)
            return found;
        var path = System.IO.Path.Combine(Path, name);
        Make(path);
        return TryOpenFolder(name) ?? throw new DiskException(DiskException.Opening, Libc.NoEntry);
    }

    public FileFacts Facts() => folder.Facts();

    public FileFacts? Facts(string name) => FileFacts.Of(folder.Handle, Name(name));

    /// <summary>Opens a file, without waiting if it is none. Null: there is nothing with that name.</summary>
    public DiskFile? TryOpen(string name, bool isToWrite)
    {
        var flags = (isToWrite ? Libc.ReadWrite : Libc.ReadOnly) | Libc.NoFollow | Libc.DoNotWait | Libc.CloseOnExec;
        int descriptor;
        do
            descriptor = Libc.openat(folder.Handle, Name(name), flags, 0);
        while (descriptor < 0 && Marshal.GetLastPInvokeError() == Libc.Interrupted);
        return descriptor >= 0 ? new DiskFile(new SafeFileHandle(descriptor, ownsHandle: true))
            : Marshal.GetLastPInvokeError() == Libc.NoEntry ? null
            : throw DiskException.Last(DiskException.Opening);
    }

    /// <summary>Opens a file, and creates it if there is none.</summary>
    public DiskFile OpenOrCreate(string name) => Create(name, Libc.Create) ?? throw new DiskException(DiskException.Creating, Libc.Exists);

    /// <summary>Creates a file. Null: there is one already.</summary>
    public DiskFile? TryCreate(string name) => Create(name, Libc.Create | Libc.Exclusive);

    /// <summary>Creates a file without a name, which disappears with the process unless it is given one. Null: the file system cannot.</summary>
    public DiskFile? TryCreateUnnamed()
    {
        var descriptor = Libc.openat(folder.Handle, ".\0"u8, Libc.Unnamed | Libc.ReadWrite | Libc.CloseOnExec, OwnFile);
        if (descriptor >= 0)
            return Created(descriptor);
        // open(2): NFS, FUSE, and Linux before 3.11, for which the flag is O_DIRECTORY alone.
        return Marshal.GetLastPInvokeError() is Libc.NotSupported or Libc.IsFolder or Libc.Invalid or Libc.NoEntry ? null : throw DiskException.Last(DiskException.Creating);
    }

    /// <summary>Gives an open file a name. False: it is taken.</summary>
    public bool TryName(DiskFile file, string name) =>
        IsNew(Libc.linkat(Libc.CurrentFolder, Name($"/proc/self/fd/{file.Handle.DangerousGetHandle()}"), folder.Handle, Name(name), Libc.FollowLink));

    /// <summary>Gives a file of another folder a name in this one. False: it is taken.</summary>
    public bool TryName(DiskFolder other, string otherName, string name) =>
        IsNew(Libc.linkat(other.folder.Handle, Name(otherName), folder.Handle, Name(name), 0));

    /// <summary>Takes a name away, if it is there.</summary>
    public void Unname(string name)
    {
        if (Libc.unlinkat(folder.Handle, Name(name), 0) != 0 && Marshal.GetLastPInvokeError() != Libc.NoEntry)
            throw DiskException.Last(DiskException.Writing);
    }

    /// <summary>All names that were made and taken away are so on the disk when this returns.</summary>
    public void Sync() => folder.Sync();

    /// <summary>The names in it.</summary>
    public IEnumerable<string> Names()
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(Path))
            yield return System.IO.Path.GetFileName(path);
    }

    public void Dispose() => folder.Dispose();

    static int FolderFlags => Libc.ReadOnly | Libc.Folder | Libc.NoFollow | Libc.CloseOnExec;

    static byte[] Name(string text) => [.. OctetText.Encode(text), 0];

    static DiskFolder? Opened(string path, int descriptor, bool isRequired = true) =>
        descriptor >= 0 ? new DiskFolder(path, new DiskFile(new SafeFileHandle(descriptor, ownsHandle: true)))
        : !isRequired || Marshal.GetLastPInvokeError() == Libc.NoEntry ? null
        : throw DiskException.Last(DiskException.Opening);

    static bool IsNew(int result) => result == 0 || (Marshal.GetLastPInvokeError() == Libc.Exists ? false : throw DiskException.Last(DiskException.Naming));

    static DiskFile Created(int descriptor)
    {
        var file = new DiskFile(new SafeFileHandle(descriptor, ownsHandle: true));
        file.Touch();
        return file;
    }

    // The folder above may be reached through a link, and need not be readable: then this is not possible.
    static void SyncAbove(string path)
    {
        var name = Name(System.IO.Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder : "/");
        var descriptor = Libc.openat(Libc.CurrentFolder, name, FolderFlags & ~Libc.NoFollow, 0);
        using var above = Opened(path, descriptor, isRequired: false);
        above?.Sync();
    }

    DiskFile? Create(string name, int flags)
    {
        var descriptor = Libc.openat(folder.Handle, Name(name), flags | Libc.ReadWrite | Libc.NoFollow | Libc.DoNotWait | Libc.CloseOnExec, OwnFile);
        return descriptor >= 0 ? Created(descriptor)
            : Marshal.GetLastPInvokeError() == Libc.Exists ? null
            : throw DiskException.Last(DiskException.Creating);
    }
}
