using System.Text;
using System.Text.Unicode;

namespace Msmtp.Server;

/// <summary>The only message of PLAIN (RFC 4616 §2): [authzid] NUL authcid NUL passwd.</summary>
static class PlainMessage
{
    public static bool TryParse(ReadOnlySpan<byte> message, out SmtpCredentials? credentials)
    {
        credentials = null;
        Span<Range> parts = stackalloc Range[4];
        var count = 0;
        foreach (var part in message.Split((byte)0))
        {
            if (count == 3)
                return false;
            parts[count++] = part;
        }
        if (count != 3 || message[parts[1]].IsEmpty || message[parts[2]].IsEmpty || !Utf8.IsValid(message))
            return false;
        credentials = new SmtpCredentials(
            Encoding.UTF8.GetString(message[parts[0]]), Encoding.UTF8.GetString(message[parts[1]]), message[parts[2]].ToArray());
        return true;
    }
}
