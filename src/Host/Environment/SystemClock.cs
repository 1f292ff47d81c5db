using System.Runtime.InteropServices;

namespace Msmtp.Hosting;

/// <summary>
/// The system's clock, with local time from the C library, which knows every form of TZ. The runtime's own time zones do not support rules
/// in TZ (<c>CET-1CEST,M3.5.0,M10.5.0/3</c> becomes UTC) and take ten milliseconds to load.
/// </summary>
sealed partial class SystemClock : TimeProvider
{
    // The limit of the runtime's time zones, and more than any real one has.
    static readonly TimeSpan WidestOffset = TimeSpan.FromHours(14);

    readonly LocalZone zone = new(Look);

    SystemClock()
    {
    }

    /// <summary>The clock; the runtime's own where the C library's layout is not known.</summary>
    public static TimeProvider Instance { get; } = OperatingSystem.IsLinux() && Environment.Is64BitProcess ? new SystemClock() : System;

    /// <summary>Local time as it is now: its offset from UTC, and its abbreviation.</summary>
    public override TimeZoneInfo LocalTimeZone => zone.At(GetUtcNow().ToUnixTimeSeconds()) ?? base.LocalTimeZone;

    static LocalOffset? Look(long second)
    {
        // POSIX: unlike localtime, localtime_r need not read TZ.
        TzSet();
        var isKnown = LocalTimeR(second, out var broken) != 0;
        var offset = Offset(broken.OffsetSeconds);
        if (!isKnown || offset.Duration() > WidestOffset)
            return null;
        return new LocalOffset(offset, Marshal.PtrToStringUTF8(broken.Zone) is { Length: > 0 } name ? name : "local");
    }

    // The runtime's time zones have whole minutes only, as have all real ones since 1972.
    static TimeSpan Offset(long seconds) => TimeSpan.FromMinutes(seconds / 60);

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
