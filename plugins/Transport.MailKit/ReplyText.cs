using System.Globalization;

namespace Msmtp.Transport.MailKit;

/// <summary>Replies from text (RFC 5321 §4.2). Nothing here does I/O.</summary>
static class ReplyText
{
    /// <summary>A line that ends a reply: three digits, and no dash behind them.</summary>
    public static bool IsLast(ReadOnlySpan<byte> line) => IsLine(line) && (line.Length == 3 || line[3] == ' ');

    /// <summary>A line of a reply: it begins with three digits.</summary>
    public static bool IsLine(ReadOnlySpan<byte> line) => line.Length >= 3 && !line[..3].ContainsAnyExceptInRange((byte)'0', (byte)'9');

    /// <summary>The reply of one line.</summary>
    public static ServerReply Read(string line) =>
        Of(int.Parse(line.AsSpan(0, 3), CultureInfo.InvariantCulture), line.Length > 4 ? line[4..] : "");

    /// <summary>A reply as MailKit tells it: the lines' text, one line each.</summary>
    public static ServerReply Of(int code, string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        return new ServerReply(code, Status(lines[0]), lines);
    }

    // RFC 2034 §4: class.subject.detail in front of the text.
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
