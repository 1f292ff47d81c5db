using System.Runtime.InteropServices;

namespace Msmtp.Hosting;

/// <summary>Whether a file exists.</summary>
static partial class FilePresence
{
    const int Exists = 0;
    const int NoSuchFile = 2;

    /// <summary>
    /// There is nothing with this name. False is not the opposite: there is something, or it cannot be told. For files that need not exist,
    /// before they are opened: an exception costs the command as much as reading a msmtprc.
    /// </summary>
    public static bool IsMissing(string path) => OperatingSystem.IsWindows()
        ? !Path.Exists(path)
        : access(path, Exists) != 0 && Marshal.GetLastPInvokeError() == NoSuchFile;

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int access(string path, int mode);
}
