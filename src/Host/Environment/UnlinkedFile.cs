using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Msmtp.Hosting;

/// <summary>Files without a name: nobody else can open them, and they are gone with the last process that has them open, however it ends.</summary>
static partial class UnlinkedFile
{
    const int ReadWrite = 2;
    const int OwnerOnly = 0x180;
    const int CloseOnExec = 0x80000;
    const int TemporaryFile = 0x400000;

    // O_DIRECTORY, a part of O_TMPFILE, is one of the few flags that differ between the two.
    static int Folder => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x4000 : 0x10000;

    /// <summary>Opens one in a folder, to read and write.</summary>
    public static FileStream Open(string folder) =>
        OpenUnnamed(folder) is { } handle ? new FileStream(handle, FileAccess.ReadWrite) : OpenAndUnlink(folder);

    // open(2), O_TMPFILE: there never is a name. NFS, FUSE and Linux before 3.11 do not know it.
    static SafeFileHandle? OpenUnnamed(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var descriptor = OpenDescriptor(folder, TemporaryFile | Folder | ReadWrite | CloseOnExec, OwnerOnly);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>The way of systems that know no files without a name. A kill between its two calls leaves an empty file.</summary>
    public static FileStream OpenAndUnlink(string folder)
    {
        var path = Path.Combine(folder, $"msmtp-{Guid.NewGuid():N}.tmp");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete };
        if (OperatingSystem.IsWindows())
            options.Options = FileOptions.DeleteOnClose;
        else
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return file;
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenDescriptor(string path, int flags, int mode);
}
