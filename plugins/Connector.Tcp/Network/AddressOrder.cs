using System.Net;

namespace Msmtp.Connector.Tcp;

/// <summary>In which order the addresses of a host are tried. Does no I/O.</summary>
static class AddressOrder
{
    /// <summary>
    /// The families by turns, beginning with the one that the system put first (RFC 8305 §4): IPv6, where this machine has
    /// it. Within a family the system's order stays (RFC 6724).
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
    /// Those that can be reached from an address of this machine. All, where none can: that the source does not fit is then told
    /// by whoever binds it.
    /// </summary>
    public static IReadOnlyList<IPAddress> ReachableFrom(IPAddress source, IReadOnlyList<IPAddress> addresses)
    {
        IPAddress[] reachable = [.. addresses.Where(address => address.AddressFamily == source.AddressFamily)];
        return reachable.Length > 0 ? reachable : addresses;
    }
}
