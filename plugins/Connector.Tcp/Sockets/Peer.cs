using System.Net;
using System.Net.Sockets;

namespace Msmtp.Connector.Tcp;

/// <summary>The other end of a connection.</summary>
sealed class Peer(IPAddress address, IoMode io)
{
    public IPAddress Address => address;

    /// <summary>Looks up the name of the address. Null: it has none.</summary>
    public async ValueTask<string?> FindNameAsync(CancellationToken cancellationToken)
    {
        try
        {
            var entry = AsyncSockets.Serve(io)
                ? await Dns.GetHostEntryAsync(address.ToString(), cancellationToken).ConfigureAwait(false)
                : Dns.GetHostEntry(address);
            return entry.HostName == address.ToString() ? null : entry.HostName;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
