using System.Net;
using System.Net.Sockets;

namespace Msmtp.Server;

/// <summary>What counts as one client: an IPv4 address, or the /64 of IPv6 that one network gets, whose addresses cost nothing. Null: no network at all.</summary>
static class ClientAddress
{
    public static string? Of(EndPoint? remote) => remote is IPEndPoint { Address: var address } ? Of(address) : null;

    static string Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes(), 0, 8) : address.ToString();
    }
}
