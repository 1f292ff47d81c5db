using Msmtp.Text;

namespace Msmtp.Log.File;

/// <summary>A line of the log file: the time, a space, the record. Nothing here does I/O.</summary>
static class LogLine
{
    /// <summary>msmtp's own format.</summary>
    const string DefaultFormat = "%b %d %H:%M:%S";

    /// <summary>msmtp's buffer for the time, in octets with the terminating NUL.</summary>
    const int TimeLimit = 128;

    /// <summary>The line, with its line end.</summary>
    /// <param name="record">The mail.</param>
    /// <param name="format">The time's format for strftime; <c>none</c>: no time; null: msmtp's.</param>
    /// <param name="time">The time.</param>
    /// <exception cref="InvalidDataException">The time is longer than msmtp allows.</exception>
    public static byte[] Write(DeliveryRecord record, string? format, LocalTime time) =>
        OctetText.Encode(Front(format, time) + record.ToLine() + "\n");

    /// <summary>What precedes the record.</summary>
    /// <exception cref="InvalidDataException">The time is longer than msmtp allows.</exception>
    public static string Front(string? format, LocalTime time)
    {
        // msmtp 1.8.33 and later: none is a keyword, not a format.
        var front = format == "none" ? "" : Strftime.Format(format ?? DefaultFormat, time) + " ";
        return OctetText.Encode(front).Length <= TimeLimit
            ? front
            : throw new InvalidDataException("the time is too long");
    }
}
