using System.Runtime.InteropServices;

namespace Msmtp.Queue.Spool.Tests;

/// <summary>System calls by which tests put things into a folder.</summary>
static partial class Native
{
    [LibraryImport("libc")]
    public static partial int link(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to);

    [LibraryImport("libc")]
    public static partial int mkfifo(ReadOnlySpan<byte> path, int mode);

    [LibraryImport("libc")]
    public static partial int chown(ReadOnlySpan<byte> path, uint owner, uint group);

    [LibraryImport("libc")]
    public static partial uint geteuid();

    /// <summary>A path for a system call.</summary>
    public static byte[] Path(string path) => System.Text.Encoding.UTF8.GetBytes(path + "\0");
}
