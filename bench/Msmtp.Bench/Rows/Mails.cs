using System.Text;

namespace Msmtp.Bench;

/// <summary>
/// Messages as people and programs hand them over: lines end with LF, Date and Message-ID are missing, and some lines begin with a dot.
/// </summary>
static class Mails
{
    const string Header = "From: Me <me@example.org>\nTo: you@example.net\nSubject: hello\n";
    const string SmallBody = "A few lines\nof text.\n.dot\nEnd.\n";
    const string Paragraph =
        "The quick brown fox jumps over the lazy dog, and the mail goes on with lines of common length.\n" +
        "Some are short.\n\n.A few begin with a dot, as some do in every long enough mail that has been written.\n" +
        "Y29udGVudCBvZiBhbiBhdHRhY2htZW50LCBpbiBsaW5lcyBvZiBzZXZlbnR5LXNpeCBsZXR0ZXJz\n";

    public static string Small(Workbench bench) => bench.Write("small.eml", $"{Header}\n{SmallBody}");

    /// <summary>A message of so many octets, in a file.</summary>
    public static string OfSize(Workbench bench, long octets)
    {
        var path = bench.PathOf($"{octets}.eml");
        if (File.Exists(path))
            return path;
        using var file = File.Create(path);
        Write(file, octets);
        return path;
    }

    /// <summary>A message of so many octets, in memory.</summary>
    public static byte[] OfSize(int octets)
    {
        var message = new byte[octets];
        Write(new MemoryStream(message), octets);
        return message;
    }

    static void Write(Stream stream, long octets)
    {
        stream.Write(Encoding.ASCII.GetBytes(Header + "\n"));
        byte[] block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Paragraph, 256)));
        while (stream.Position < octets)
            stream.Write(block.AsSpan(0, (int)Math.Min(block.Length, octets - stream.Position)));
    }
}
