using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Msmtp.Hosting;

/// <summary>
/// Files without a name: nothing else can open them, and they disappear with the last process that has them open, however it ends.
/// </summary>
static partial class UnlinkedFile
{
    const int ReadWrite = 2;
    const int OwnerOnly = 0x180;
    const int CloseOnExec = 0x80000;
    const int TemporaryFile = 0x400000;

    // O_DIRECTORY, a part of O_TMPFILE, is one of the few flags that differ between architectures.
    static int Folder => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x4000 : 0x10000;

    /// <summary>Opens one in a folder, for reading and writing.</summary>
    public static FileStream Open(string folder) =>
        OpenUnnamed(folder) is { } handle ? new FileStream(handle, FileAccess.ReadWrite) : OpenAndUnlink(folder);

    // open(2), O_TMPFILE: the file never has a name. NFS, FUSE and Linux before 3.11 do not support it.
    static SafeFileHandle? OpenUnnamed(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var descriptor = OpenDescriptor(folder, TemporaryFile | Folder | ReadWrite | CloseOnExec, OwnerOnly);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>For systems without O_TMPFILE. A kill between the two calls leaves an empty file.</summary>
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
