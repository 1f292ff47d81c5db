using System.Net;

namespace Msmtp.Transport.Smtp.Tests;

public sealed class AddressLiteralTests
{
    [Theory]
    [InlineData("127.0.0.1", "[127.0.0.1]")]
    [InlineData("::ffff:192.0.2.1", "[192.0.2.1]")]
    [InlineData("::1", "[IPv6:::1]")]
    [InlineData("2001:db8::1", "[IPv6:2001:db8::1]")]
    [InlineData("fe80::1%3", "[IPv6:fe80::1]")]
    public void An_address_stands_in_brackets(string address, string literal) =>
        Assert.Equal(literal, AddressLiteral.Of(IPAddress.Parse(address)));
}
