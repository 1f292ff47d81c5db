using System.Runtime.InteropServices;

namespace Msmtp.Hosting;

/// <summary>
/// The system's clock, in the time zone that the C library sees. TZ may hold a rule, such as <c>CET-1CEST</c> (POSIX.1
/// §8.3), which the runtime does not read; and the runtime's own table of a zone takes a command longer to load than
/// everything else it does with a header.
/// </summary>
sealed partial class LocalClock : TimeProvider
{
    static readonly TimeSpan WidestOffset = TimeSpan.FromHours(14);

    /// <summary>The zone with the offset of this moment.</summary>
    public override TimeZoneInfo LocalTimeZone
    {
        get
        {
            if (OperatingSystem.IsWindows() || Offset(GetUtcNow()) is not { } offset || offset.Duration() > WidestOffset)
                return base.LocalTimeZone;
            return TimeZoneInfo.CreateCustomTimeZone("local", offset, displayName: null, standardDisplayName: null);
        }
    }

    // Null: the C library cannot say.
    static TimeSpan? Offset(DateTimeOffset time)
    {
        var seconds = (nint)time.ToUnixTimeSeconds();
        return localtime_r(in seconds, out var local) == 0 ? null : TimeSpan.FromMinutes(local.OffsetInSeconds / 60);
    }

    [LibraryImport("libc")]
    private static partial nint localtime_r(in nint time, out BrokenDownTime local);

    /// <summary>time.h's struct tm, with the two fields that all of our systems add to those of POSIX.</summary>
    [StructLayout(LayoutKind.Sequential)]
    struct BrokenDownTime
    {
        public int Second, Minute, Hour, Day, Month, Year, WeekDay, YearDay, IsDaylightSaving;
        public nint OffsetInSeconds;
        public nint Zone;
    }
}
