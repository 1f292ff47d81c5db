using System.Net;
using System.Net.Sockets;

namespace Msmtp.Server;

/// <summary>
/// What counts as one client: an IPv4 address, or an IPv6 /64, in which a network has as many addresses as it likes; null: a Unix socket.
/// </summary>
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
