using System.Globalization;

namespace Msmtp.Transport.MailKit;

/// <summary>Parses replies (RFC 5321 §4.2). Nothing here does I/O.</summary>
static class ReplyText
{
    /// <summary>The last line of a reply: three digits, not followed by a dash.</summary>
    public static bool IsLast(ReadOnlySpan<byte> line) => IsLine(line) && (line.Length == 3 || line[3] == ' ');

    /// <summary>A line of a reply, which begins with three digits.</summary>
    public static bool IsLine(ReadOnlySpan<byte> line) => line.Length >= 3 && !line[..3].ContainsAnyExceptInRange((byte)'0', (byte)'9');

    /// <summary>The reply of one line.</summary>
    public static ServerReply Read(string line) =>
        Of(int.Parse(line.AsSpan(0, 3), CultureInfo.InvariantCulture), line.Length > 4 ? line[4..] : "");

    /// <summary>A reply as MailKit reports it: the text of its lines.</summary>
    public static ServerReply Of(int code, string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        return new ServerReply(code, Status(lines[0]), lines);
    }

    // RFC 2034 §4: class.subject.detail at the beginning of the text.
    static EnhancedStatus? Status(string text)
    {
        var parts = text.Split(' ')[0].Split('.');
        return parts is [[>= '2' and <= '5'] first, var second, var third]
            && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var subject)
            && int.TryParse(third, NumberStyles.None, CultureInfo.InvariantCulture, out var detail)
            ? new EnhancedStatus(first[0] - '0', subject, detail)
            : null;
    }
}
