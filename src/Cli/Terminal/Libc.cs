using System.Runtime.InteropServices;

namespace Msmtp.Cli;

/// <summary>The C library's functions that the command calls itself. errno is kept for <see cref="Marshal.GetLastPInvokeError"/>.</summary>
static partial class Libc
{
    public const int Interrupted = 4;
    public const int TryAgain = 11;
    public const short PollIn = 1;
    public const short PollOut = 4;
    public const int GetFlags = 1;
    public const int SetFlags = 2;
    public const int ClosedByExec = 1;
    public const int FromHere = 1;
    public const int FileSizeExceeded = 25;
    public const nint Ignored = 1;
    public const int EventNonBlocking = 0x800;
    public const int EventCloseOnExec = 0x80000;

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, Span<byte> buffer, nint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, ReadOnlySpan<byte> buffer, nint length);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    public static partial long Seek(int descriptor, long offset, int origin);

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    public static partial nint ReadAt(int descriptor, Span<byte> buffer, nint length, long offset);

    [LibraryImport("libc", EntryPoint = "signal")]
    public static partial nint SetSignal(int signal, nint action);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(ref PollRequest descriptor, nuint count, int timeout);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int OpenEvent(uint counter, int flags);

    // It takes any number of arguments, which these systems pass like fixed ones.
    [LibraryImport("libc", EntryPoint = "syslog", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void LogToSystem(int priority, string format, string text);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(int descriptor, int command);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int SetControl(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    public static partial int GetTerminal(int descriptor, Span<uint> attributes);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    public static partial int SetTerminal(int descriptor, int actions, ReadOnlySpan<uint> attributes);

    [LibraryImport("libc", EntryPoint = "sigaction")]
    public static unsafe partial int GetSignal(int signal, nint none, byte* action);

    /// <summary>poll.h's struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollRequest
    {
        public int Number;
        public short Events;
        public short Returned;
    }
}
