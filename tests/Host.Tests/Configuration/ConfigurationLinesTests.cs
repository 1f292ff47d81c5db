using System.Text;
using Msmtp.Hosting;
using Msmtp.Text;

namespace Msmtp.Host.Tests.Configuration;

public sealed class ConfigurationLinesTests
{
    [Theory]
    [InlineData("a\nb\n", new[] { "a", "b" })]
    [InlineData("a\r\nb", new[] { "a", "b" })]
    [InlineData("a\0b\nc", new[] { "a", "c" })]
    [InlineData("\n\n", new[] { "", "" })]
    public void A_line_ends_with_LF_or_CRLF_or_at_a_NUL(string octets, string[] lines)
    {
        Assert.Equal(lines, Read(Encoding.UTF8.GetBytes(octets)));
    }

    [Fact]
    public void A_line_of_499_octets_is_taken_and_one_of_500_is_not()
    {
        Assert.Equal(499, Read(Encoding.UTF8.GetBytes(new string('x', 499) + "\n")).Single().Length);

        var e = Assert.Throws<InvalidDataException>(() => Read(Encoding.UTF8.GetBytes(new string('x', 500))));

        Assert.Equal("line longer than 500 characters", e.Message);
    }

    [Fact]
    public void Octets_that_are_no_UTF8_survive()
    {
        byte[] latin = [(byte)'u', 0xFC, 0xE4];

        Assert.Equal(latin, OctetText.Encode(Read(latin).Single()));
    }

    static List<string> Read(ReadOnlyMemory<byte> octets)
    {
        var lines = new List<string>();
        while (!octets.IsEmpty)
            lines.Add(OctetText.Decode(ConfigurationLines.Next(ref octets).Span));
        return lines;
    }
}
