using System.Globalization;
using Msmtp.Text;

namespace Msmtp.Log.Syslog;

/// <summary>
/// A message as syslog(3) of the C library sends it (RFC 3164 §4.1, without the host name). Nothing here does I/O.
/// <code>
/// message = "&lt;" priority "&gt;" Mmm SP day SP hh:mm:ss SP tag ": " text      ; day: two characters, padded with a space
/// </code>
/// </summary>
static class SyslogMessage
{
    const int Error = 3;
    const int Informational = 6;
    const string Tag = "msmtp";

    /// <summary>Writes the message for one mail.</summary>
    /// <param name="facility">The facility.</param>
    /// <param name="record">The mail.</param>
    public static byte[] Write(SyslogFacility facility, DeliveryRecord record)
    {
        var priority = (int)facility * 8 + (record.Failure is null ? Informational : Error);
        var time = string.Create(CultureInfo.InvariantCulture, $"{record.Time:MMM} {record.Time.Day,2} {record.Time:HH:mm:ss}");
        return OctetText.Encode(string.Create(CultureInfo.InvariantCulture, $"<{priority}>{time} {Tag}: {record.ToLine()}"));
    }
}
