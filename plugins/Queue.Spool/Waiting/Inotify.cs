using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Msmtp.Text;

namespace Msmtp.Queue.Spool.Waiting;

/// <summary>System calls by which a program waits for changes of a folder; the constants are those of 64-bit Linux.</summary>
static partial class Inotify
{
    const int Flags = 0x80000 | 0x800;
    const short Readable = 1;
    const int Interrupted = 4;

    /// <summary>A name was made; or a file was touched, which is how a change of a mail is announced. The end of an attempt is not one.</summary>
    const uint Events = 0x100 | 0x80 | 0x4 | OnlyFolders;

    const uint OnlyFolders = 0x01000000;
    const int EventBlock = 4096;

    /// <summary>Begins to watch a folder. Null: the system does not allow it, as where too many folders are watched.</summary>
    public static SafeFileHandle? TryWatch(string folder)
    {
        var descriptor = inotify_init1(Flags);
        if (descriptor < 0)
            return null;
        var watch = new SafeFileHandle(descriptor, ownsHandle: true);
        if (inotify_add_watch(watch, [.. OctetText.Encode(folder), 0], Events) >= 0)
            return watch;
        watch.Dispose();
        return null;
    }

    /// <summary>Something that can be waited for, and is set by <see cref="Set"/>.</summary>
    public static SafeFileHandle? TryCreateEvent()
    {
        var descriptor = eventfd(0, Flags);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    public static void Set(SafeFileHandle signal) => write(signal, [1, 0, 0, 0, 0, 0, 0, 0], sizeof(ulong));

    /// <summary>Waits until one of the two can be read, or the time is over.</summary>
    public static void Wait(SafeFileHandle? watch, SafeFileHandle? signal, TimeSpan patience)
    {
        Span<Waited> all = [new Waited { File = Number(watch), Events = Readable }, new Waited { File = Number(signal), Events = Readable }];
        var isEndless = patience == Timeout.InfiniteTimeSpan;
        var end = Environment.TickCount64 + (long)Math.Min(patience.TotalMilliseconds, int.MaxValue);
        // A signal is not what is waited for.
        while (poll(all, (nuint)all.Length, isEndless ? -1 : (int)Math.Max(0, end - Environment.TickCount64)) < 0
            && Marshal.GetLastPInvokeError() == Interrupted)
        {
        }
    }

    /// <summary>Takes what has happened. Null: it can be watched no longer, because the folder is gone.</summary>
    public static bool? Take(SafeFileHandle watch)
    {
        const uint Ignored = 0x8000;
        Span<byte> block = stackalloc byte[EventBlock];
        var any = false;
        while (read(watch, block, block.Length) is > 0 and var count)
        {
            any = true;
            // struct inotify_event: descriptor, mask, cookie, length of the name, name.
            for (ReadOnlySpan<byte> rest = block[..(int)count]; rest.Length >= 16; rest = rest[(16 + MemoryMarshal.Read<int>(rest[12..]))..])
                if ((MemoryMarshal.Read<uint>(rest[4..]) & Ignored) != 0)
                    return null;
        }
        return any;
    }

    static int Number(SafeFileHandle? file) => file is null ? -1 : (int)file.DangerousGetHandle();

    [LibraryImport("libc")]
    private static partial int inotify_init1(int flags);

    [LibraryImport("libc")]
    private static partial int inotify_add_watch(SafeFileHandle watch, ReadOnlySpan<byte> path, uint events);

    [LibraryImport("libc")]
    private static partial int eventfd(uint start, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int poll(Span<Waited> files, nuint count, int milliseconds);

    [LibraryImport("libc")]
    private static partial nint read(SafeFileHandle file, Span<byte> octets, nint count);

    [LibraryImport("libc")]
    private static partial nint write(SafeFileHandle file, ReadOnlySpan<byte> octets, nint count);

    /// <summary><c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    struct Waited
    {
        public int File;
        public short Events, Returned;
    }
}
