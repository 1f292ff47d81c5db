namespace Msmtp.Connector.Tcp.Tests.Network;

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

    [Theory]
    [InlineData("0500", false, false)]
    [InlineData("0500", true, false)]
    [InlineData("0502", true, true)]
    public void A_login_is_wanted_where_the_proxy_chose_it(string choice, bool hasLogin, bool isWanted) =>
        Assert.Equal(isWanted, Socks5.WantsLogin(Convert.FromHexString(choice), hasLogin));

    [Theory]
    [InlineData("05FF", false, "unexpected reply")]
    [InlineData("05FF", true, "it takes no login by user name and password")]
    [InlineData("0502", false, "unexpected reply")]
    [InlineData("0501", true, "unexpected reply")]
    [InlineData("0400", true, "unexpected reply")]
    [InlineData("0402", true, "unexpected reply")]
    public void A_choice_that_was_not_offered_is_refused(string choice, bool hasLogin, string why) =>
        Assert.Equal(why, Assert.Throws<InvalidDataException>(() => Socks5.WantsLogin(Convert.FromHexString(choice), hasLogin)).Message);

    [Theory]
    [InlineData("0101", "login refused")]
    [InlineData("01FF", "login refused")]
    [InlineData("0500", "unexpected reply")]
    public void A_login_that_is_not_taken_is_told(string verdict, string why) =>
        Assert.Equal(why, Assert.Throws<InvalidDataException>(() => Socks5.CheckVerdict(Convert.FromHexString(verdict))).Message);

    [Fact]
    public void A_login_is_the_name_and_the_password_with_their_lengths() =>
        Assert.Equal("0103" + "6A6F65" + "02" + "7077", Convert.ToHexString(Socks5.Login("joe"u8, "pw"u8)));

    [Theory]
    [InlineData(255, 255, true)]
    [InlineData(1, 1, true)]
    [InlineData(256, 1, false)]
    [InlineData(1, 256, false)]
    [InlineData(0, 1, false)]
    [InlineData(1, 0, false)]
    public void A_part_of_a_login_has_1_to_255_octets(int user, int password, bool fits)
    {
        var failure = Record.Exception(() => Socks5.Login(new byte[user], new byte[password]));

        Assert.Equal(fits, failure is null);
        Assert.True(fits || failure is InvalidDataException);
    }

    [Fact]
    public void A_name_of_255_octets_fits_and_one_more_does_not()
    {
        Assert.Equal(5 + 255 + 2, Socks5.Request(new byte[255], 25).Length);
        Assert.Equal("host name too long", Assert.Throws<InvalidDataException>(() => Socks5.Request(new byte[256], 25)).Message);
    }
}
