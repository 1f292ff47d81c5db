using System.Globalization;

namespace Msmtp.Hosting;

/// <summary>The Date field (RFC 5322 §3.3): <c>Sun, 22 Nov 2026 17:18:04 +0530</c>.</summary>
static class DateField
{
    public static string Value(DateTimeOffset time)
    {
        var sign = time.Offset < TimeSpan.Zero ? '-' : '+';
        return string.Create(CultureInfo.InvariantCulture, $"{time:ddd, dd MMM yyyy HH:mm:ss} {sign}{time.Offset:hhmm}");
    }
}
