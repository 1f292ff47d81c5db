using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>Finds the Message-ID of a header (RFC 5322 §3.6.4), for records of the mail. Nothing here does I/O.</summary>
static class MessageIdSearch
{
    // RFC 5322 §2.1.1: a line has at most 998 characters.
    const int LongestId = 998;

    static ReadOnlySpan<byte> Name => "Message-ID"u8;

    /// <param name="header">Header fields whose lines end with LF or CRLF.</param>
    /// <returns>The identifier including its angle brackets. Null: there is none.</returns>
    public static string? In(ReadOnlySpan<byte> header)
    {
        while (!header.IsEmpty)
        {
            if (IsNamed(header))
                return Id(header[(Name.Length + 1)..]);
            header = header[(header.IndexOf((byte)'\n') is var end and >= 0 ? end + 1 : header.Length)..];
        }
        return null;
    }

    static bool IsNamed(ReadOnlySpan<byte> line) =>
        line.Length > Name.Length && System.Text.Ascii.EqualsIgnoreCase(line[..Name.Length], Name) && line[Name.Length] == ':';

    // A fold may precede it. More than one word, or invisible characters, could be mistaken for something else in a log.
    static string? Id(ReadOnlySpan<byte> value)
    {
        value = value.TrimStart(" \t\r\n"u8);
        var length = value.IndexOf((byte)'>') + 1;
        if (length is 0 or > LongestId || value[0] != '<')
            return null;
        value = value[..length];
        return value.ContainsAnyExceptInRange((byte)'!', (byte)'~') ? null : OctetText.Decode(value);
    }
}
