using System.Text;

namespace Msmtp.Server.Tests;

public sealed class LineEndConverterTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a\r\nb\r\n", "a\nb\n")]
    [InlineData("\r\n\r\n", "\n\n")]
    [InlineData("a\rb", "a\rb")]
    [InlineData("a\r\r\nb", "a\r\nb")]
    [InlineData("a\nb\r", "a\nb\r")]
    [InlineData("\r\r\r", "\r\r\r")]
    public void Only_cr_lf_becomes_lf_however_the_octets_arrive(string input, string expected)
    {
        for (var block = 1; block <= input.Length + 1; block++)
            Assert.Equal(expected, Convert(input, block));
    }

    static string Convert(string input, int block)
    {
        var converter = default(LineEndConverter);
        var text = new StringBuilder();
        var room = new byte[block + 1];
        foreach (var octets in Encoding.Latin1.GetBytes(input).Chunk(block))
            text.Append(Encoding.Latin1.GetString(room, 0, converter.Convert(octets, room)));

        return text.Append(Encoding.Latin1.GetString(room, 0, converter.Finish(room))).ToString();
    }
}
