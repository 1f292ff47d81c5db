namespace Msmtp.Log.File;

/// <summary>A line of the log file: the time, a blank, the record. Nothing here does I/O.</summary>
static class LogLine
{
    /// <summary>msmtp's own format.</summary>
    const string DefaultFormat = "%b %d %H:%M:%S";

    /// <summary>msmtp has room for so many octets of time, the NUL behind them counted.</summary>
    const int TimeLimit = 128;

    /// <summary>Writes the line with its end.</summary>
    /// <param name="record">The mail.</param>
    /// <param name="format">The time's format for strftime; <c>none</c>: no time; null: msmtp's.</param>
    /// <param name="time">The time.</param>
    /// <exception cref="InvalidDataException">The time is longer than msmtp allows.</exception>
    public static byte[] Write(DeliveryRecord record, string? format, LocalTime time) =>
        OctetText.Encode(Front(format, time) + record.ToLine() + "\n");

    /// <summary>What stands in front of the record.</summary>
    /// <exception cref="InvalidDataException">The time is longer than msmtp allows.</exception>
    public static string Front(string? format, LocalTime time)
    {
        // msmtp 1.8.33 and later: none is a word of its own, and no format.
        var front = format == "none" ? "" : Strftime.Format(format ?? DefaultFormat, time) + " ";
        return OctetText.Encode(front).Length <= TimeLimit
            ? front
            : throw new InvalidDataException("the time is too long");
    }
}
