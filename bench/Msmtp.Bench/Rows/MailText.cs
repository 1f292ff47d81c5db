using System.Text;

namespace Msmtp.Bench;

/// <summary>
/// Messages as users and programs pass them: lines end with LF, Date and Message-ID are missing, and some lines begin with a dot.
/// </summary>
static class MailText
{
    const string Header = "From: Me <me@example.org>\nTo: you@example.net\nSubject: hello\n";
    const string Paragraph =
        "The quick brown fox jumps over the lazy dog, and the mail goes on with lines of common length.\n" +
        "Some are short.\n\n.A few begin with a dot, as some do in every long enough mail that has been written.\n" +
        "Y29udGVudCBvZiBhbiBhdHRhY2htZW50LCBpbiBsaW5lcyBvZiBzZXZlbnR5LXNpeCBsZXR0ZXJz\n";

    public const string Small = $"{Header}\nA few lines\nof text.\n.dot\nEnd.\n";

    /// <summary>A message of the given size.</summary>
    public static byte[] OfSize(int octets)
    {
        var message = new byte[octets];
        Write(new MemoryStream(message), octets);
        return message;
    }

    /// <summary>Writes a message of the given size to an empty stream.</summary>
    public static void Write(Stream stream, long octets)
    {
        stream.Write(Encoding.ASCII.GetBytes(Header + "\n"));
        byte[] block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Paragraph, 256)));
        while (stream.Position < octets)
            stream.Write(block.AsSpan(0, (int)Math.Min(block.Length, octets - stream.Position)));
    }
}
