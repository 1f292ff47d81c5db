using System.Runtime.InteropServices;

namespace Msmtp.Hosting;

/// <summary>Whether a file is there at all.</summary>
static partial class FilePresence
{
    const int Exists = 0;
    const int NoSuchFile = 2;

    /// <summary>
    /// Nothing has this name. False says little: there is something, or nobody can tell. Asked before a file is opened that need not
    /// be there, because to be told by an exception costs the command as much as to read a msmtprc file.
    /// </summary>
    public static bool IsMissing(string path) => OperatingSystem.IsWindows()
        ? !Path.Exists(path)
        : access(path, Exists) != 0 && Marshal.GetLastPInvokeError() == NoSuchFile;

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int access(string path, int mode);
}
