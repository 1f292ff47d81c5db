using System.Text;
using FsCheck.Xunit;
using Msmtp.Hosting;
using Msmtp.Text;

namespace Msmtp.Host.Tests.Messages;

public sealed class EncodedWordsTests
{
    [Fact]
    public void A_short_text_is_one_word()
    {
        Assert.Equal("=?utf-8?B?SsO2cmc=?=", Encode("Jörg"));
    }

    [Fact]
    public void Octets_that_are_no_UTF8_are_not_called_so()
    {
        Assert.Equal("=?unknown-8bit?B?SvZyZw==?=", EncodedWords.Encode([(byte)'J', 0xF6, (byte)'r', (byte)'g']));
    }

    [Property]
    public void A_long_text_is_folded_between_characters_and_comes_back(string text, int times)
    {
        text = OctetText.Decode(OctetText.Encode(string.Concat(Enumerable.Repeat(text + "\u20AC", times & 63))));

        var lines = Encode(text).Split("\n ");

        Assert.All(lines, (line, index) => Assert.InRange(line.Length + (index == 0 ? "From: ".Length : 1), 0, 76));
        Assert.Equal(text, string.Concat(lines.Where(line => line.Length > 0).Select(Decoded)));
    }

    [Property]
    public void No_octets_make_a_line_too_long(byte[] octets)
    {
        var lines = EncodedWords.Encode([0xFF, .. octets]).Split("\n ");

        Assert.All(lines, (line, index) => Assert.InRange(line.Length + (index == 0 ? "From: ".Length : 1), 0, 76));
    }

    [Theory]
    [InlineData(28, "ö <")]
    [InlineData(60, "ö\n <")]
    public void The_address_moves_to_a_line_of_its_own_where_it_would_make_one_too_long(int length, string around)
    {
        var sender = new string('a', length) + "@x";

        Assert.Equal($"{Encode("ö")}{around[1..]}{sender}>", FromField.Value(sender, "ö"));
    }

    static string Encode(string text) => EncodedWords.Encode(OctetText.Encode(text));

    // Throws where a word holds a part of a character.
    static string Decoded(string word) =>
        new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Convert.FromBase64String(word["=?utf-8?B?".Length..^2]));
}
