namespace Msmtp.Transport.Smtp.Tests.Network;

public sealed class Socks5Tests
{
    [Theory]
    [InlineData("0500000100", 5)]
    [InlineData("0500000400", 17)]
    [InlineData("0500000309", 11)]
    public void The_length_of_the_address_follows_from_its_type(string head, int rest) =>
        Assert.Equal(rest, Socks5.LengthAfter(Convert.FromHexString(head)));

    [Theory]
    [InlineData("0501000100", "general server failure")]
    [InlineData("0502000100", "connection not allowed")]
    [InlineData("0503000100", "network unreachable")]
    [InlineData("0504000100", "host unreachable")]
    [InlineData("0505000100", "connection refused")]
    [InlineData("0506000100", "time-to-live expired")]
    [InlineData("0507000100", "command not supported")]
    [InlineData("0508000100", "address type not supported")]
    [InlineData("0563000100", "unknown error")]
    [InlineData("0400000100", "unexpected reply")]
    [InlineData("0500000200", "unexpected reply")]
    [InlineData("0500010100", "unexpected reply")]
    public void A_refusal_is_told_in_msmtps_words(string head, string why) =>
        Assert.Equal(why, Assert.Throws<InvalidDataException>(() => Socks5.LengthAfter(Convert.FromHexString(head))).Message);

    [Fact]
    public void A_name_of_255_octets_fits_and_one_more_does_not()
    {
        Assert.Equal(5 + 255 + 2, Socks5.Request(new byte[255], 25).Length);
        Assert.Equal("host name too long", Assert.Throws<InvalidDataException>(() => Socks5.Request(new byte[256], 25)).Message);
    }
}
