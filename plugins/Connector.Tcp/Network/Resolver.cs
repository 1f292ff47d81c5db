using System.Net;
using System.Net.Sockets;

namespace Msmtp.Connector.Tcp;

/// <summary>Resolves a host name to its addresses, in the system's order of preference (RFC 6724).</summary>
static class Resolver
{
    public static async ValueTask<IPAddress[]> FindAsync(string host, IoMode io, CancellationToken cancellationToken)
    {
        // The runtime resolves an empty name to this machine.
        if (host.Length == 0)
            throw Unknown(host, new SocketException((int)SocketError.HostNotFound));
        var name = HostName.ToAscii(host);
        // The runtime refuses this address, but to the system it means this machine: ip(7).
        if (IPAddress.TryParse(name, out var literal) && (literal.Equals(IPAddress.Any) || literal.Equals(IPAddress.IPv6Any)))
            return [literal];
        try
        {
            var addresses = AsyncSockets.Serve(io)
                ? await Dns.GetHostAddressesAsync(name, cancellationToken).ConfigureAwait(false)
                : Dns.GetHostAddresses(name);
            if (addresses.Length == 0)
                throw new SocketException((int)SocketError.NoData);
            // RFC 4291 §2.5.5.2: an IPv4 address in IPv6 notation is reached over IPv4.
            return Array.ConvertAll(addresses, static address => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
        }
        catch (SocketException e)
        {
            throw Unknown(host, e);
        }
        catch (ArgumentException e)
        {
            // Not a possible name: longer than 255 characters.
            throw Unknown(host, new SocketException((int)SocketError.HostNotFound), e);
        }
    }

    static MailException Unknown(string host, SocketException cause, Exception? inner = null) =>
        new(
            new DeliveryFailure(ExitCode.NoHost, DeliveryStage.Resolve, $"cannot locate host {host}: {Text(cause)}")
            {
                Advice = Advice(host, cause),
                IsTemporary = cause.SocketErrorCode == SocketError.TryAgain,
            },
            inner ?? cause);

    static string? Advice(string host, SocketException cause) => cause.SocketErrorCode switch
    {
        SocketError.HostNotFound => $"there is no such name in the DNS: check how {host} is spelled",
        SocketError.TryAgain => "no name server answered: check the network of this machine, and try again later",
        _ => null,
    };

    // The words of gai_strerror(3): the runtime does not expose getaddrinfo's error code.
    static string Text(SocketException cause) => cause.SocketErrorCode switch
    {
        SocketError.HostNotFound => "Name or service not known",
        SocketError.TryAgain => "Temporary failure in name resolution",
        SocketError.NoData => "No address associated with hostname",
        _ => SystemError.Describe(cause),
    };
}
