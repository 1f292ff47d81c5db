using System.Net;
using System.Net.Sockets;

namespace Msmtp.Server;

/// <summary>
/// What counts as one client: a user of this system, an IPv4 address, or an IPv6 /64, in which a network has as many addresses as it likes;
/// null: a stream without a name.
/// </summary>
static class CountedClient
{
    public static string? Of(ClientConnection client) =>
        client.SystemUser ?? (client.RemoteEndPoint is IPEndPoint { Address: var address } ? Of(address) : null);

    static string Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes(), 0, 8) : address.ToString();
    }
}
