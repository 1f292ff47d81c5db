using System.Runtime.InteropServices;

namespace Msmtp.Hosting;

/// <summary>A path with every link on the way resolved; the runtime resolves only the last one.</summary>
static partial class RealPath
{
    /// <summary>The absolute path without links. The path itself if the system cannot tell, as for one that does not exist.</summary>
    public static string Of(string path)
    {
        if (OperatingSystem.IsWindows())
            return Path.GetFullPath(path);
        var real = realpath(path, 0);
        try
        {
            return Marshal.PtrToStringUTF8(real) ?? path;
        }
        finally
        {
            free(real);
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint realpath(string path, nint resolved);

    [LibraryImport("libc")]
    private static partial void free(nint memory);
}
