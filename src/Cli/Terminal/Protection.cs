using System.Runtime.InteropServices;

namespace Msmtp.Cli;

/// <summary>What keeps secrets and rights from those whom they are not meant for.</summary>
static partial class Protection
{
    const int SetDumpable = 4;

#if !NATIVE
    /// <summary>The words of the native command, which refuses before the runtime starts.</summary>
    public const string Refusal = "refusing to run with privileges that the caller does not have (set-user-ID, set-group-ID, file capabilities)";

    /// <summary>
    /// The program file is set-user-ID or set-group-ID. The runtime has by now done what the caller's environment says; all that is left is
    /// not to go on. The launcher in front of the managed host sees it in time.
    /// </summary>
    public static bool HasRaisedRights => OperatingSystem.IsLinux() && (getuid() != geteuid() || getgid() != getegid());

    [LibraryImport("libc")]
    private static partial uint getuid();

    [LibraryImport("libc")]
    private static partial uint geteuid();

    [LibraryImport("libc")]
    private static partial uint getgid();

    [LibraryImport("libc")]
    private static partial uint getegid();
#endif

    /// <summary>The system writes no core of this process, and none of its user's other processes looks into it.</summary>
    public static void DenyDumps()
    {
        if (OperatingSystem.IsLinux())
            _ = prctl(SetDumpable, 0, 0, 0, 0);
    }

    [LibraryImport("libc")]
    private static partial int prctl(int option, nuint value, nuint third, nuint fourth, nuint fifth);
}
