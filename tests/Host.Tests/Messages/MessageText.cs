using System.Text;
using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Messages;

/// <summary>Messages as octets and back: a character is an octet here.</summary>
static class MessageText
{
    public static byte[] Octets(string text) => Encoding.Latin1.GetBytes(text);

    public static string Of(ReadOnlyMemory<byte> octets) => Encoding.Latin1.GetString(octets.Span);

    public static async Task<string> Of(Stream stream)
    {
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, TestContext.Current.CancellationToken);
        return Of(copy.ToArray());
    }

    /// <summary>A block as it stands, whatever its lines are.</summary>
    public static HeaderBlock Header(string text)
    {
        var lines = text.Replace("\r", "", StringComparison.Ordinal);
        var end = lines.StartsWith('\n') ? 0 : lines.IndexOf("\n\n", StringComparison.Ordinal) + 1;
        var hasEmptyLine = end > 0 || lines.StartsWith('\n');
        if (!hasEmptyLine)
            return new HeaderBlock(Octets(lines is "" || lines.EndsWith('\n') ? lines : lines + "\n"), hasEmptyLine);
        return new HeaderBlock(Octets(lines[..end]), hasEmptyLine);
    }
}
