using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Msmtp.Text;

namespace Msmtp.Log.File;

/// <summary>
/// A file that many processes append to at once, msmtp among them. .NET's own streams do not open with O_APPEND, and take locks of
/// their own, so this makes system calls directly; the constants are those of 64-bit Linux. Failures are <see cref="IOException"/>
/// with the errno in HResult.
/// </summary>
sealed partial class AppendOnlyFile : IDisposable
{
    const int Interrupted = 4;
    const int NoSuchFile = 2;
    const int DoNotWait = 0x800;
    const int MayWrite = 2, MaySearch = 1;

    const int WriteOnly = 0x1, Create = 0x40, Append = 0x400, CloseOnExec = 0x80000;
    const int SetLock = 6;
    const short WriteLock = 1;

    // 0666, less the umask.
    const int Mode = 0b110_110_110;

    readonly SafeFileHandle handle;

    AppendOnlyFile(SafeFileHandle handle)
    {
        this.handle = handle;
    }

    /// <summary>Opens the file, or creates an empty one.</summary>
    public static AppendOnlyFile Open(string path)
    {
        byte[] name = [.. OctetText.Encode(path), 0];
        int descriptor;
        do
            descriptor = Open(name, WriteOnly | Create | Append | CloseOnExec, Mode);
        while (descriptor < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        return descriptor >= 0 ? new AppendOnlyFile(new SafeFileHandle(descriptor, ownsHandle: true)) : throw LastError();
    }

    /// <summary>Checks that the file could be opened or created, without creating, writing or waiting for anything.</summary>
    /// <exception cref="IOException">It could not.</exception>
    public static void Probe(string path)
    {
        byte[] name = [.. OctetText.Encode(path), 0];
        var descriptor = Open(name, WriteOnly | Append | CloseOnExec | DoNotWait, Mode);
        if (descriptor >= 0)
        {
            new SafeFileHandle(descriptor, ownsHandle: true).Dispose();
            return;
        }
        if (Marshal.GetLastPInvokeError() != NoSuchFile)
            throw LastError();
        var slash = path.LastIndexOf('/');
        byte[] folder = [.. OctetText.Encode(slash < 0 ? "." : path[..(slash + 1)]), 0];
        if (Access(folder, MayWrite | MaySearch) < 0)
            throw LastError();
    }

    /// <summary>The program's standard output.</summary>
    public static AppendOnlyFile StandardOutput() => new(new SafeFileHandle(1, ownsHandle: false));

    /// <summary>Takes a write lock on the whole file, until it is closed. Null: locked; otherwise why not.</summary>
    public IOException? TryLock()
    {
        var whole = new FileLock { Type = WriteLock };
        return Control(handle, SetLock, in whole) == 0 ? null : LastError();
    }

    /// <summary>Appends all octets, in one call if the system accepts them.</summary>
    public void Write(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            var written = Write(handle, octets, octets.Length);
            if (written < 0 && Marshal.GetLastPInvokeError() != Interrupted)
                throw LastError();
            octets = octets[(int)Math.Max(written, 0)..];
        }
    }

    public void Dispose() => handle.Dispose();

    static IOException LastError()
    {
        var errno = Marshal.GetLastPInvokeError();
        return new IOException(Marshal.GetPInvokeErrorMessage(errno), errno);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    private static partial int Open(ReadOnlySpan<byte> path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true)]
    private static partial int Access(ReadOnlySpan<byte> path, int mode);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, int command, in FileLock argument);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(SafeFileHandle file, ReadOnlySpan<byte> octets, nint count);

    /// <summary><c>struct flock</c>; all zero means the whole file, however far it grows.</summary>
    [StructLayout(LayoutKind.Sequential)]
    struct FileLock
    {
        public short Type, Whence;
        public long Start, Length;
        public int Process;
    }
}
