using System.Text;

namespace Msmtp.Text.Tests;

public sealed class OctetTextTests
{
    [FsCheck.Xunit.Property]
    public bool Octets_that_were_read_as_text_are_the_same_octets_when_they_are_written(byte[] octets) =>
        OctetText.Encode(OctetText.Decode(octets)).SequenceEqual(octets);

    [Fact]
    public void What_is_UTF8_is_read_as_the_text_that_it_is()
    {
        Assert.Equal("Jörg € 😀", OctetText.Decode(Encoding.UTF8.GetBytes("Jörg € 😀")));
    }

    [Fact]
    public void An_octet_that_is_no_UTF8_stands_as_a_lone_surrogate_between_text()
    {
        Assert.Equal("a\uDCFCb", OctetText.Decode([(byte)'a', 0xFC, (byte)'b']));
    }

    [Fact]
    public void A_surrogate_that_stands_for_no_octet_becomes_a_replacement_character()
    {
        Assert.Equal("\uFFFD", Encoding.UTF8.GetString(OctetText.Encode("\uD800")));
    }
}
