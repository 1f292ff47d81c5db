using System.Net;
using System.Net.Sockets;

namespace Msmtp.Bench;

/// <summary>
/// Simulates a distant server: each direction takes half a round trip, as does each part of the TCP handshake. For protocols in which the
/// server speaks first: the client's kernel reports the connection at once, but the greeting arrives when it would.
/// </summary>
sealed class DelayingProxy : IDisposable
{
    readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    readonly int target;
    readonly TimeSpan oneWay;

    public DelayingProxy(int target, TimeSpan roundTrip)
    {
        (this.target, oneWay) = (target, roundTrip / 2);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _ = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndPoint!).Port;

    public void Dispose() => listener.Dispose();

    async Task ServeAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await listener.AcceptAsync());
        }
        catch (SocketException)
        {
            // Disposed.
        }
    }

    async Task ServeAsync(Socket client)
    {
        using (client)
        {
            client.NoDelay = true;
            // SYN, SYN-ACK, and the ACK that reaches the server.
            await Task.Delay(3 * oneWay);
            using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await server.ConnectAsync(IPAddress.Loopback, target);
            var there = new DelayedPipe(client, server, oneWay).RunAsync();
            var back = new DelayedPipe(server, client, oneWay).RunAsync();
            await Task.WhenAll(there, back);
        }
    }
}
