using System.Net;
using System.Net.Sockets;

namespace Msmtp.Transport.Smtp;

/// <summary>An address in place of a domain (RFC 5321 §4.1.3): <c>[192.0.2.1]</c>, <c>[IPv6:2001:db8::1]</c>.</summary>
static class AddressLiteral
{
    public static string Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        // The zone only has a meaning on this machine.
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[IPv6:{new IPAddress(address.GetAddressBytes())}]" : $"[{address}]";
    }
}
