using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Msmtp.Secrets.OAuth.Store;

/// <summary>
/// A file that is locked as a whole by one program at a time, until it is closed or the program ends: flock(2), which also excludes two
/// descriptors of one process. Not a FileStream's lock: that follows links, and an environment variable switches it off.
/// </summary>
static partial class LockFile
{
    const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const int Interrupted = 4;
    const int Exclusive = 2;
    const int DoNotWait = 4;
    const int EmptyPath = 0x1000;
    const uint WantsOwner = 0x8;
    const int OwnerOffset = 20;
    const int StructureSize = 256;

    static int WouldBlock => OperatingSystem.IsLinux() ? 11 : 35;

    // O_RDWR, O_CREAT, O_NOFOLLOW, O_CLOEXEC: without the last one, a program that is started meanwhile would keep the lock.
    static int Flags => OperatingSystem.IsLinux() ? 0x2 | 0x40 | NoFollow | 0x80000 : 0x2 | 0x200 | 0x100 | 0x1000000;

    // Linux has kept the numbers of other systems on some machines.
    static int NoFollow => RuntimeInformation.ProcessArchitecture
        is Architecture.Arm64 or Architecture.Arm or Architecture.Armv6 or Architecture.Ppc64le ? 0x8000 : 0x20000;

    /// <summary>Creates the file if need be, and locks it. Null: somebody else has locked it.</summary>
    /// <exception cref="MailException">It cannot be opened (75), is a link, or belongs to others (78).</exception>
    public static IDisposable? TryTake(string path) => OperatingSystem.IsWindows() ? Opened(path) : Locked(path);

    [UnsupportedOSPlatform("windows")]
    static SafeFileHandle? Locked(string path)
    {
        var file = Open(path);
        try
        {
            RequireOwner(path, file);
            if (Lock(path, file))
                return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
        file.Dispose();
        return null;
    }

    static SafeFileHandle Open(string path)
    {
        int descriptor;
        do
            descriptor = open(path, Flags, (int)Own);
        while (descriptor < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        if (descriptor >= 0)
            return new SafeFileHandle(descriptor, ownsHandle: true);
        var error = Marshal.GetLastPInvokeError();
        throw new FileInfo(path).LinkTarget is null
            ? StoreFailures.Temporary($"cannot open {path}: {Marshal.GetPInvokeErrorMessage(error)}")
            : StoreFailures.Unsafe(path, "must not be a link");
    }

    static bool Lock(string path, SafeFileHandle file)
    {
        while (flock(file, Exclusive | DoNotWait) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error == WouldBlock)
                return false;
            if (error != Interrupted)
                throw StoreFailures.Temporary($"cannot lock {path}: {Marshal.GetPInvokeErrorMessage(error)}");
        }
        return true;
    }

    [UnsupportedOSPlatform("windows")]
    static unsafe void RequireOwner(string path, SafeFileHandle file)
    {
        if (OperatingSystem.IsLinux())
        {
            // struct statx has the same layout on every architecture of Linux, unlike struct stat.
            var facts = stackalloc byte[StructureSize];
            if (statx(file, "", EmptyPath, WantsOwner, facts) == 0 && *(uint*)(facts + OwnerOffset) != geteuid())
                throw StoreFailures.Unsafe(path, "must be owned by you");
        }
        else
            RequireOwnerByMode(path, file);
    }

    // On Apple's processors open(2) does not get the mode from a caller who does not know that it is variadic. Only the owner may set it.
    [UnsupportedOSPlatform("windows")]
    static void RequireOwnerByMode(string path, SafeFileHandle file)
    {
        try
        {
            File.SetUnixFileMode(file, Own);
        }
        catch (UnauthorizedAccessException)
        {
            throw StoreFailures.Unsafe(path, "must be owned by you");
        }
    }

    // Windows locks what it opens.
    static FileStream? Opened(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreFailures.Temporary($"cannot open {path}: {SystemError.Describe(e)}", e);
        }
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags, int mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int flock(SafeFileHandle file, int operation);

    [LibraryImport("libc")]
    private static partial uint geteuid();

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int statx(SafeFileHandle directory, string path, int flags, uint mask, byte* facts);
}
