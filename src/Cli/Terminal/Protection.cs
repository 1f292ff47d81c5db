using System.Runtime.InteropServices;

namespace Msmtp.Cli;

/// <summary>Protects secrets and rights.</summary>
static partial class Protection
{
    const int SetDumpable = 4;

#if !NATIVE
    /// <summary>The message of the native command, which refuses before the runtime starts.</summary>
    public const string Refusal =
        "refusing to run with privileges that the caller does not have (set-user-ID, set-group-ID, file capabilities): "
        + "take them off, and let the service msmtpd keep passwords from users, see msmtpd(8)";

    /// <summary>
    /// The program file is set-user-ID or set-group-ID. By now the runtime has already followed the caller's environment; all that can be
    /// done is to stop. The launcher of the managed host notices it in time.
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

    /// <summary>The system writes no core dump of this process, and other processes of the same user cannot read its memory.</summary>
    public static void DenyDumps()
    {
        if (OperatingSystem.IsLinux())
            _ = prctl(SetDumpable, 0, 0, 0, 0);
    }

    [LibraryImport("libc")]
    private static partial int prctl(int option, nuint value, nuint third, nuint fourth, nuint fifth);
}
