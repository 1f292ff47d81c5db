using System.Text;

namespace Msmtp.Bench;

/// <summary>Messages as people and programs hand them over: LF, a header that lacks Date and Message-ID, a line that begins with a dot.</summary>
static class Mails
{
    const string Header = "From: Me <me@example.org>\nTo: you@example.net\nSubject: hello\n";
    const string SmallBody = "A few lines\nof text.\n.dot\nEnd.\n";
    const string Paragraph =
        "The quick brown fox jumps over the lazy dog, and the mail goes on with lines of common length.\n" +
        "Some are short.\n\n.A few begin with a dot, as some do in every long enough mail that has been written.\n" +
        "Y29udGVudCBvZiBhbiBhdHRhY2htZW50LCBpbiBsaW5lcyBvZiBzZXZlbnR5LXNpeCBsZXR0ZXJz\n";

    public static string Small(Workbench bench) => bench.Write("small.eml", $"{Header}\n{SmallBody}");

    /// <summary>A message of at least so many octets.</summary>
    public static string OfSize(Workbench bench, long octets)
    {
        var path = bench.PathOf($"{octets}.eml");
        if (File.Exists(path))
            return path;
        byte[] block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Paragraph, 256)));
        using var file = File.Create(path);
        file.Write(Encoding.ASCII.GetBytes(Header + "\n"));
        while (file.Length < octets)
            file.Write(block.AsSpan(0, (int)Math.Min(block.Length, octets - file.Length)));
        return path;
    }
}
