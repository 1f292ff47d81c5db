using System.Text;

namespace Msmtp.Server;

/// <summary>The lines of a reply (RFC 5321 §4.2.1): the same code on each, followed by "-" on all but the last.</summary>
static class ReplyFormat
{
    public static IEnumerable<string> Lines(SmtpReply reply, bool hasStatus)
    {
        var status = hasStatus && reply.Status is not null ? reply.Status + " " : ""; // RFC 2034 §4: on every line
        for (var i = 0; i < reply.Lines.Count; i++)
        {
            var separator = i < reply.Lines.Count - 1 ? '-' : ' ';
            yield return $"{reply.Code}{separator}{status}{reply.Lines[i]}";
        }
    }

    public static byte[] Encode(string line) => Encoding.UTF8.GetBytes(line + "\r\n");
}
