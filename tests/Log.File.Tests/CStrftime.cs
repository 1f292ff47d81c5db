using System.Runtime.InteropServices;
using System.Text;

namespace Msmtp.Log.File.Tests;

/// <summary>The C library's strftime in the C locale: what <see cref="Strftime"/> is measured by.</summary>
static partial class CStrftime
{
    const int AllCategories = 0x1FBF;

    static readonly nint CLocale = NewLocale(AllCategories, "C", 0);

    public static string Format(string format, LocalTime time)
    {
        var moment = time.Moment;
        var zone = Marshal.StringToCoTaskMemUTF8(time.Zone);
        var broken = new BrokenTime
        {
            Second = moment.Second,
            Minute = moment.Minute,
            Hour = moment.Hour,
            Day = moment.Day,
            Month = moment.Month - 1,
            Year = moment.Year - 1900,
            Weekday = (int)moment.DayOfWeek,
            DayOfYear = moment.DayOfYear - 1,
            OffsetSeconds = (long)moment.Offset.TotalSeconds,
            Zone = zone,
        };
        var buffer = new byte[65536];
        var length = StrftimeL(buffer, buffer.Length, format, in broken, CLocale);
        Marshal.FreeCoTaskMem(zone);
        return Encoding.UTF8.GetString(buffer, 0, (int)length);
    }

    [LibraryImport("libc", EntryPoint = "newlocale", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint NewLocale(int mask, string locale, nint start);

    [LibraryImport("libc", EntryPoint = "strftime_l", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint StrftimeL([Out] byte[] buffer, nint size, string format, in BrokenTime time, nint locale);

    [StructLayout(LayoutKind.Sequential)]
    struct BrokenTime
    {
        public int Second, Minute, Hour, Day, Month, Year, Weekday, DayOfYear, IsDaylightSaving;
        public long OffsetSeconds;
        public nint Zone;
    }
}
