using System.Text;
using FsCheck.Xunit;

namespace Msmtp.Server.Tests;

public sealed class ContentDecoderTests
{
    public static TheoryData<string, string, bool> Contents => new()
    {
        { ".\r\n", "", false },
        { "a\r\n.\r\n", "a\r\n", false },
        { "\r\n.\r\n", "\r\n", false },
        { "..\r\n.\r\n", ".\r\n", false },
        { "..a\r\n...\r\n.\r\n", ".a\r\n..\r\n", false },
        { ".a\r\n.\r\n", "a\r\n", false },
        { "a.\r\n.\r\n", "a.\r\n", false },
        { "a\r\n\r\nb\r\n.\r\n", "a\r\n\r\nb\r\n", false },
        { "\0\xFF\r\n.\r\n", "\0\xFF\r\n", false },

        // What looks like an end but is none: the tricks of SMTP smuggling.
        { "a\n.\n\r\n.\r\n", "a\n.\n\r\n", true },
        { "a\n.\r\n\r\n.\r\n", "a\n.\r\n\r\n", true },
        { "a\r\n.\nb\r\n.\r\n", "a\r\n\nb\r\n", true },
        { "a\r\n.\rb\r\n.\r\n", "a\r\n\rb\r\n", true },
        { "a\r.\r\nb\r\n.\r\n", "a\r.\r\nb\r\n", true },
        { "a\r\r\n.\r\n", "a\r\r\n", true },
        { ".\r\r\n.\r\n", "\r\r\n", true },
        { "\n.\r\n.\r\n", "\n.\r\n", true },
        { "a\r.\r.\r\n.\r\n", "a\r.\r.\r\n", true },
    };

    [Theory, MemberData(nameof(Contents))]
    public void Content_is_the_same_however_the_octets_arrive_and_whatever_room_there_is(string input, string expected, bool isBare)
    {
        for (var block = 1; block <= input.Length; block++)
        {
            for (var room = 1; room <= 4; room++)
            {
                var (content, left, bare) = Decode(input + "QUIT\r\n", block, room);

                Assert.Equal((expected, "QUIT\r\n", isBare), (content, left, bare));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a\r\n.")]
    [InlineData("a\r\n.\r")]
    [InlineData("a\n.\n")]
    public void Content_without_its_final_dot_does_not_end(string input)
    {
        var decoder = default(ContentDecoder);

        decoder.Decode(Encoding.Latin1.GetBytes(input), new byte[100], out var consumed, out _);

        Assert.False(decoder.IsAtEnd);
        Assert.Equal(input.Length, consumed);
    }

    [Property]
    public bool Stuffing_and_unstuffing_give_back_the_lines(string[] words, byte block)
    {
        var octets = words.Select(word => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(word ?? "")));
        var lines = octets.Select(text => text.Replace('\r', '.').Replace('\n', '.')).ToArray();
        var stuffed = string.Concat(lines.Select(line => (line.StartsWith('.') ? "." : "") + line + "\r\n"));

        var (content, left, isBare) = Decode(stuffed + ".\r\n", block + 1, 7);

        return content == string.Concat(lines.Select(line => line + "\r\n")) && left == "" && !isBare;
    }

    static (string Content, string Left, bool IsBare) Decode(string input, int block, int room)
    {
        var decoder = default(ContentDecoder);
        var content = new StringBuilder();
        var left = new StringBuilder();
        var destination = new byte[room];
        foreach (var octets in Encoding.Latin1.GetBytes(input).Chunk(block))
        {
            var rest = octets.AsSpan();
            while (!rest.IsEmpty && !decoder.IsAtEnd)
            {
                decoder.Decode(rest, destination, out var consumed, out var written);
                content.Append(Encoding.Latin1.GetString(destination, 0, written));
                rest = rest[consumed..];
            }

            left.Append(Encoding.Latin1.GetString(rest));
        }

        Assert.True(decoder.IsAtEnd);
        return (content.ToString(), left.ToString(), decoder.HasBareLineEnd);
    }
}
