using System.Text;

namespace Msmtp.Bench.Loops;

/// <summary>Text as mails have it: lines of 70 octets, one in a hundred with a dot in front.</summary>
static class MessageText
{
    const int LineLength = 70;

    public static byte[] Lines(int length, string lineEnd)
    {
        var text = new StringBuilder(length + LineLength);
        for (var line = 0; text.Length < length; line++)
            text.Append(line % 100 == 0 ? '.' : 'x').Append('y', LineLength - 1).Append(lineEnd);
        return Encoding.ASCII.GetBytes(text.ToString(0, length));
    }
}
