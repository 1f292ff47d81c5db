using System.Runtime.InteropServices;

namespace Msmtp.Hosting;

/// <summary>
/// The C library's functions that start a child process, communicate with it and wait for its end. errno is kept for <see
/// cref="Marshal.GetLastPInvokeError"/>.
/// </summary>
static unsafe partial class ChildCalls
{
    public const int Interrupted = 4;
    public const short PollIn = 1;
    public const short PollOut = 4;
    public const int NoHang = 1;
    public const int SetDescriptorFlags = 2;
    public const int SetStatusFlags = 4;
    public const int CloseOnExec = 1;
    public const int Stop = 19;
    public const int Kill = 9;
    public const int BrokenPipe = 13;
    public const int Alarm = 14;
    public const int FileSizeExceeded = 25;
    public const nint Ignored = 1;

    // glibc's posix_spawnattr_t has 336 octets, its sigset_t 128, its struct sigaction 152; others are smaller.
    public const int SpawnStructure = 512;
    public const int SignalStructure = 256;
    public const short SetsDefaultSignals = 4;
    public const short SetsSignalMask = 8;

    // The same on x64 and arm64, as all system calls this recent.
    const nint PidfdOpen = 434;
    const int PipeCloseOnExec = 0x80000;

    // These differ between Linux and the BSDs.
    public static int TryAgain => OperatingSystem.IsLinux() ? 11 : 35;

    public static int ChildEnded => OperatingSystem.IsLinux() ? 17 : 20;

    public static int NonBlocking => OperatingSystem.IsLinux() ? 0x800 : 4;

    public static int DuplicateCloseOnExec => OperatingSystem.IsLinux() ? 1030 : 67;

    /// <summary>A pipe that no child inherits.</summary>
    public static int Pipe(int* ends)
    {
        if (OperatingSystem.IsLinux())
            return pipe2(ends, PipeCloseOnExec);
        if (pipe(ends) != 0)
            return -1;
        _ = fcntl(ends[0], SetDescriptorFlags, CloseOnExec);
        _ = fcntl(ends[1], SetDescriptorFlags, CloseOnExec);
        return 0;
    }

    /// <summary>A descriptor that becomes readable when the child ends. -1: the system has none (Linux before 5.3, a sandbox).</summary>
    public static int OpenPidfd(int child) => OperatingSystem.IsLinux() ? (int)syscall(PidfdOpen, child, 0) : -1;

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint read(int descriptor, byte* buffer, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint write(int descriptor, byte* buffer, nuint length);

    [LibraryImport("libc")]
    public static partial int close(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int fcntl(int descriptor, int command, int argument);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int poll(PollRequest* descriptors, nuint count, int timeout);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int waitpid(int child, int* status, int options);

    [LibraryImport("libc")]
    public static partial int kill(int process, int signal);

    [LibraryImport("libc")]
    public static partial int sigaction(int signal, void* action, void* before);

    [LibraryImport("libc")]
    public static partial nint signal(int signal, nint handler);

    [LibraryImport("libc")]
    public static partial byte* getenv(byte* name);

    [LibraryImport("libc")]
    public static partial int posix_spawnp(int* child, byte* program, void* actions, void* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc")]
    public static partial int posix_spawn(int* child, byte* program, void* actions, void* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_addopen(void* actions, int descriptor, byte* path, int flags, uint mode);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_addclose(void* actions, int descriptor);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_init(void* actions);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_adddup2(void* actions, int descriptor, int number);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_destroy(void* actions);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_init(void* attributes);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setflags(void* attributes, short flags);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setsigmask(void* attributes, void* signals);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_setsigdefault(void* attributes, void* signals);

    [LibraryImport("libc")]
    public static partial int posix_spawnattr_destroy(void* attributes);

    [LibraryImport("libc")]
    private static partial int pipe2(int* ends, int flags);

    [LibraryImport("libc")]
    private static partial int pipe(int* ends);

    [LibraryImport("libc")]
    private static partial nint syscall(nint number, nint first, nint second);

    /// <summary>poll.h's struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollRequest
    {
        public int Number;
        public short Events;
        public short Returned;
    }
}
