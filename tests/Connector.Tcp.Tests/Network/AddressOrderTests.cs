using System.Net;

namespace Msmtp.Connector.Tcp.Tests.Network;

public sealed class AddressOrderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8::1 2001:db8::2 2001:db8::3 192.0.2.1 192.0.2.2", "2001:db8::1 192.0.2.1 2001:db8::2 192.0.2.2 2001:db8::3")]
    [InlineData("2001:db8::1 192.0.2.1 192.0.2.2 192.0.2.3", "2001:db8::1 192.0.2.1 192.0.2.2 192.0.2.3")]
    [InlineData("192.0.2.1 192.0.2.2 2001:db8::1", "192.0.2.1 2001:db8::1 192.0.2.2")]
    [InlineData("192.0.2.2 192.0.2.1", "192.0.2.2 192.0.2.1")]
    public void Families_take_turns_and_keep_their_order(string addresses, string order)
    {
        Assert.Equal(Parsed(order), AddressOrder.Interleave(Parsed(addresses)));
    }

    [Theory]
    [InlineData("192.0.2.9", "2001:db8::1 192.0.2.1 2001:db8::2", "192.0.2.1")]
    [InlineData("2001:db8::9", "2001:db8::1 192.0.2.1 2001:db8::2", "2001:db8::1 2001:db8::2")]
    [InlineData("192.0.2.9", "2001:db8::1", "2001:db8::1")]
    public void A_source_reaches_its_own_family(string source, string addresses, string reachable)
    {
        Assert.Equal(Parsed(reachable), AddressOrder.ReachableFrom(IPAddress.Parse(source), Parsed(addresses)));
    }

    static IPAddress[] Parsed(string addresses) => [.. addresses.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse)];
}
