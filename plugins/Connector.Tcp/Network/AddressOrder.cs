using System.Net;

namespace Msmtp.Connector.Tcp;

/// <summary>The order in which the addresses of a host are tried. Does no I/O.</summary>
static class AddressOrder
{
    /// <summary>
    /// Alternates the address families, starting with the one the system put first (RFC 8305 §4): IPv6, if this machine has it.
    /// Within a family the system's order is kept (RFC 6724).
    /// </summary>
    public static IReadOnlyList<IPAddress> Interleave(IReadOnlyList<IPAddress> addresses)
    {
        if (addresses.Count < 2)
            return addresses;
        var first = addresses.Where(address => address.AddressFamily == addresses[0].AddressFamily).ToList();
        var other = addresses.Where(address => address.AddressFamily != addresses[0].AddressFamily).ToList();
        var order = new List<IPAddress>(addresses.Count);
        for (var i = 0; i < Math.Max(first.Count, other.Count); i++)
        {
            order.AddRange(first.Skip(i).Take(1));
            order.AddRange(other.Skip(i).Take(1));
        }
        return order;
    }

    /// <summary>
    /// The addresses that can be reached from an address of this machine. If there are none, all of them: binding the source address
    /// then reports the mismatch.
    /// </summary>
    public static IReadOnlyList<IPAddress> ReachableFrom(IPAddress source, IReadOnlyList<IPAddress> addresses)
    {
        IPAddress[] reachable = [.. addresses.Where(address => address.AddressFamily == source.AddressFamily)];
        return reachable.Length > 0 ? reachable : addresses;
    }
}
