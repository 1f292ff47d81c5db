using System.Net;
using System.Net.Sockets;

namespace Msmtp.Transport.Smtp;

/// <summary>The other end of a connection.</summary>
sealed class Peer(IPAddress address, IoMode io)
{
    /// <summary>The address in numbers.</summary>
    public string Address => address.ToString();

    /// <summary>Asks for the name of the address. Null: it has none.</summary>
    public async ValueTask<string?> FindNameAsync(CancellationToken ct)
    {
        try
        {
            var entry = AsyncSockets.Serve(io)
                ? await Dns.GetHostEntryAsync(Address, ct).ConfigureAwait(false)
                : Dns.GetHostEntry(address);
            return entry.HostName == Address ? null : entry.HostName;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
