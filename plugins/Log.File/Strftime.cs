using System.Globalization;
using System.Text;

namespace Msmtp.Log.File;

/// <summary>
/// C's strftime in the C locale, as in glibc, for the formats in users' msmtprc. Nothing here does I/O or depends on a locale.
/// <code>
/// conversion = "%" *flag [width] ["E" / "O"] letter
/// flag       = "_" / "-" / "0" / "^" / "#"        ; pad with spaces, not at all, with zeros; upper case; swapped case
/// </code>
/// Anything else stands for itself.
/// </summary>
static class Strftime
{
    static readonly DateTimeFormatInfo Names = DateTimeFormatInfo.InvariantInfo;

    /// <summary>Writes the time as the format says.</summary>
    public static string Format(ReadOnlySpan<char> format, LocalTime time)
    {
        var result = new StringBuilder();
        for (var percent = format.IndexOf('%'); percent >= 0; percent = format.IndexOf('%'))
        {
            var conversion = TimeConversion.Read(format[percent..]);
            result.Append(format[..percent]).Append(Convert(conversion, time));
            format = format[(percent + conversion.Text.Length)..];
        }
        return result.Append(format).ToString();
    }

    static string Convert(TimeConversion conversion, LocalTime time)
    {
        var text = Name(conversion, time) ?? Number(conversion, time) ?? Composite(conversion, time) ?? conversion.Text.ToString();
        return Pad(conversion, conversion.IsUpper && !(conversion is { IsSwapped: true, Letter: 'p' or 'Z' } or { Letter: 'P' }) ? Upper(text) : text);
    }

    static string? Name(TimeConversion conversion, LocalTime time)
    {
        var moment = time.Moment;
        var halfDay = moment.Hour < 12 ? "AM" : "PM";
        return conversion.Letter switch
        {
            'a' => Swapped(conversion, Names.GetAbbreviatedDayName(moment.DayOfWeek)),
            'A' => Swapped(conversion, Names.GetDayName(moment.DayOfWeek)),
            'b' or 'h' => Swapped(conversion, Names.GetAbbreviatedMonthName(moment.Month)),
            'B' => Swapped(conversion, Names.GetMonthName(moment.Month)),
            'p' => conversion.IsSwapped ? Lower(halfDay) : halfDay,
            'P' => Lower(halfDay),
            'Z' => conversion.IsSwapped ? Lower(time.Zone) : time.Zone,
            'n' => "\n",
            't' => "\t",
            '%' => "%",
            _ => null,
        };
    }

    static string? Number(TimeConversion conversion, LocalTime time)
    {
        var moment = time.Moment;
        var date = moment.DateTime;
        return conversion.Letter switch
        {
            'C' => Number(conversion, date.Year / 100, 1),
            'd' => Number(conversion, date.Day, 2),
            'e' => Number(conversion, date.Day, 2, ' '),
            'g' => Number(conversion, ISOWeek.GetYear(date) % 100, 2),
            'G' => Number(conversion, ISOWeek.GetYear(date), 1),
            'H' => Number(conversion, date.Hour, 2),
            'I' => Number(conversion, Hour12(date), 2),
            'j' => Number(conversion, date.DayOfYear, 3),
            'k' => Number(conversion, date.Hour, 2, ' '),
            'l' => Number(conversion, Hour12(date), 2, ' '),
            'm' => Number(conversion, date.Month, 2),
            'M' => Number(conversion, date.Minute, 2),
            's' => moment.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            'S' => Number(conversion, date.Second, 2),
            'u' => Number(conversion, date.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)date.DayOfWeek, 1),
            'U' => Number(conversion, Week(date, DayOfWeek.Sunday), 2),
            'V' => Number(conversion, ISOWeek.GetWeekOfYear(date), 2),
            'w' => Number(conversion, (int)date.DayOfWeek, 1),
            'W' => Number(conversion, Week(date, DayOfWeek.Monday), 2),
            'y' => Number(conversion, date.Year % 100, 2),
            'Y' => Number(conversion, date.Year, 1),
            'z' => Offset(conversion, moment.Offset),
            _ => null,
        };
    }

    static string? Composite(TimeConversion conversion, LocalTime time) => conversion.Letter switch
    {
        'c' => Format("%a %b %e %H:%M:%S %Y", time),
        'D' or 'x' => Format("%m/%d/%y", time),
        'F' => Format("%Y-%m-%d", time),
        'r' => Format("%I:%M:%S %p", time),
        'R' => Format("%H:%M", time),
        'T' or 'X' => Format("%H:%M:%S", time),
        _ => null,
    };

    // A number uses its own padding up to the width; without padding it is treated as text.
    static string Number(TimeConversion conversion, int value, int digits, char padding = '0')
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        var width = Math.Max(digits, conversion.Width);
        return conversion.Padding switch
        {
            '-' => text,
            '_' => text.PadLeft(width, ' '),
            '0' => text.PadLeft(width, '0'),
            _ => text.PadLeft(width, padding),
        };
    }

    // glibc pads the sign and the digits separately.
    static string Offset(TimeConversion conversion, TimeSpan offset)
    {
        var sign = Pad(conversion, offset < TimeSpan.Zero ? "-" : "+");
        var magnitude = offset.Duration();
        return sign + Pad(conversion, Number(conversion, magnitude.Hours * 100 + magnitude.Minutes, 4));
    }

    static string Pad(TimeConversion conversion, string text) => text.PadLeft(conversion.Width, conversion.Padding == '0' ? '0' : ' ');

    static int Hour12(DateTime date) => (date.Hour + 11) % 12 + 1;

    // Week 1 begins with the first such day of the year; the days before it are week 0.
    static int Week(DateTime date, DayOfWeek firstDay) => (date.DayOfYear + 6 - ((int)date.DayOfWeek - (int)firstDay + 7) % 7) / 7;

    static string Swapped(TimeConversion conversion, string name) => conversion.IsSwapped ? Upper(name) : name;

    static string Upper(string text) => string.Concat(text.Select(c => char.IsAsciiLetterLower(c) ? (char)(c - 32) : c));

    static string Lower(string text) => string.Concat(text.Select(c => char.IsAsciiLetterUpper(c) ? (char)(c + 32) : c));
}

/// <summary>A moment in local time.</summary>
/// <param name="Moment">Date and time, with the offset from UTC.</param>
/// <param name="Zone">The zone's abbreviation: <c>CET</c>.</param>
readonly record struct LocalTime(DateTimeOffset Moment, string Zone);
