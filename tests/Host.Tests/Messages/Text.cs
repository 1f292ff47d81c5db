using System.Text;
using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Messages;

/// <summary>Messages as octets and back: a character is an octet here.</summary>
static class Text
{
    public static byte[] Octets(string text) => Encoding.Latin1.GetBytes(text);

    public static string Of(ReadOnlyMemory<byte> octets) => Encoding.Latin1.GetString(octets.Span);

    public static async Task<string> Of(Stream stream)
    {
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, TestContext.Current.CancellationToken);
        return Of(copy.ToArray());
    }

    public static HeaderBlock Header(string text)
    {
        var octets = Octets(text);
        var buffer = new HeaderBuffer();
        if (octets.Length > buffer.Room().Length)
            throw new ArgumentException("longer than a buffer's first room", nameof(text));
        octets.CopyTo(buffer.Room());
        return buffer.ToBlock(buffer.Take(octets.Length, out _));
    }
}
