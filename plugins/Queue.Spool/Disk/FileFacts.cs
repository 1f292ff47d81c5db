using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Msmtp.Queue.Spool.Disk;

/// <summary>What the system knows of a file.</summary>
readonly record struct FileFacts(uint Links, uint Owner, int Mode, ulong Inode, long Size)
{
    // Type and mode, links, owner, inode, size.
    const uint Wanted = 0x1 | 0x2 | 0x4 | 0x8 | 0x100 | 0x200;
    const int StructureSize = 256;
    const int TypeMask = 0xF000, RegularFile = 0x8000, FolderType = 0x4000;
    const int OfOthers = 0x3F;

    public bool IsRegular => (Mode & TypeMask) == RegularFile;

    public bool IsFolder => (Mode & TypeMask) == FolderType;

    /// <summary>It belongs to whoever runs this program: root has no right to the mails of others either.</summary>
    public bool IsOwn => Owner == Libc.geteuid();

    public bool IsOpenToOthers => (Mode & OfOthers) != 0;

    /// <summary>Those of an open file.</summary>
    public static FileFacts Of(SafeFileHandle file) => Ask(file, "\0"u8, Libc.EmptyPath) ?? throw DiskException.Last(DiskException.Reading);

    /// <summary>Those of a name in a folder, without following it. Null: there is none.</summary>
    public static FileFacts? Of(SafeFileHandle folder, ReadOnlySpan<byte> name) =>
        Ask(folder, name, Libc.NoFollowLink) ?? (Marshal.GetLastPInvokeError() == Libc.NoEntry ? null : throw DiskException.Last(DiskException.Reading));

    static unsafe FileFacts? Ask(SafeFileHandle folder, ReadOnlySpan<byte> path, int flags)
    {
        // struct statx has the same layout on every architecture of Linux, unlike struct stat.
        var facts = stackalloc byte[StructureSize];
        if (Libc.statx(folder, path, flags, Wanted, facts) != 0)
            return null;
        return new FileFacts(*(uint*)(facts + 16), *(uint*)(facts + 20), *(ushort*)(facts + 28), *(ulong*)(facts + 32), *(long*)(facts + 40));
    }
}
