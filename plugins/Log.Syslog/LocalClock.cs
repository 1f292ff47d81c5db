using System.Runtime.InteropServices;

namespace Msmtp.Log.Syslog;

/// <summary>
/// Local time by the C library, which knows every form of TZ. The runtime's own time zones know no rules in TZ
/// (<c>CET-1CEST,M3.5.0,M10.5.0/3</c> becomes UTC) and take ten milliseconds to load.
/// </summary>
static partial class LocalClock
{
    /// <summary>What the clock on the wall showed.</summary>
    public static DateTime At(DateTimeOffset time)
    {
        // POSIX: localtime_r, other than localtime, need not look at TZ by itself.
        TzSet();
        LocalTimeR(time.ToUnixTimeSeconds(), out var broken);
        return time.UtcDateTime.AddSeconds(broken.OffsetSeconds);
    }

    [LibraryImport("libc", EntryPoint = "tzset")]
    private static partial void TzSet();

    [LibraryImport("libc", EntryPoint = "localtime_r")]
    private static partial nint LocalTimeR(in long time, out BrokenTime result);

    /// <summary><c>struct tm</c> of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    struct BrokenTime
    {
        public int Second, Minute, Hour, Day, Month, Year, Weekday, DayOfYear, IsDaylightSaving;
        public long OffsetSeconds;
        public nint Zone;
    }
}
