using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Msmtp.Queue.Spool.Disk;

/// <summary>System calls on files that the runtime does not have; the constants are those of 64-bit Linux.</summary>
static partial class Libc
{
    public const int ReadOnly = 0, WriteOnly = 1, ReadWrite = 2;
    public const int MayEnter = 1, MayWrite = 2;
    public const int Create = 0x40, Exclusive = 0x80, DoNotWait = 0x800, CloseOnExec = 0x80000;
    public const int CurrentFolder = -100, FollowLink = 0x400, NoFollowLink = 0x100, EmptyPath = 0x1000;
    public const int NotPermitted = 1, NoEntry = 2, Interrupted = 4, TryAgain = 11, OutOfMemory = 12, NoAccess = 13, Exists = 17, NotFolder = 20, IsFolder = 21,
        Invalid = 22, TooManyFilesInSystem = 23, TooManyFiles = 24, NoSpace = 28, ReadOnlyFileSystem = 30, NotImplemented = 38, IsLink = 40,
        NotSupported = 95, QuotaExceeded = 122;

    // Of the flags, these two differ between architectures.
    public static int Folder => HasOwnNumbers ? 0x4000 : 0x10000;

    public static int NoFollow => HasOwnNumbers ? 0x8000 : 0x20000;

    /// <summary>O_TMPFILE.</summary>
    public static int Unnamed => 0x400000 | Folder;

    static bool HasOwnNumbers => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int openat(int folder, ReadOnlySpan<byte> path, int flags, int mode);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int openat(SafeFileHandle folder, ReadOnlySpan<byte> path, int flags, int mode);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int faccessat(int folder, ReadOnlySpan<byte> path, int mode, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int mkdirat(int folder, ReadOnlySpan<byte> path, int mode);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int mkdirat(SafeFileHandle folder, ReadOnlySpan<byte> path, int mode);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int linkat(int folder, ReadOnlySpan<byte> path, SafeFileHandle newFolder, ReadOnlySpan<byte> newPath, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int linkat(SafeFileHandle folder, ReadOnlySpan<byte> path, SafeFileHandle newFolder, ReadOnlySpan<byte> newPath, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int unlinkat(SafeFileHandle folder, ReadOnlySpan<byte> path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fsync(SafeFileHandle file);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fdatasync(SafeFileHandle file);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fchmod(SafeFileHandle file, int mode);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fchmodat(int folder, ReadOnlySpan<byte> path, int mode, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int ftruncate(SafeFileHandle file, long length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint pread(SafeFileHandle file, Span<byte> octets, nint count, long offset);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint pwrite(SafeFileHandle file, ReadOnlySpan<byte> octets, nint count, long offset);

    [LibraryImport("libc", SetLastError = true)]
    public static unsafe partial int statx(SafeFileHandle folder, ReadOnlySpan<byte> path, int flags, uint mask, byte* facts);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fcntl(SafeFileHandle file, int command, ref FileLock argument);

    [LibraryImport("libc")]
    public static partial uint geteuid();

    /// <summary><c>struct flock</c>; all zero but the type means the whole file, however far it grows.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FileLock
    {
        public short Type, Whence;
        public long Start, Length;
        public int Process;
    }
}
