using System.Net;
using System.Net.Sockets;

namespace Msmtp.Bench;

/// <summary>
/// A long way to a near server: each direction takes half of the round trip, and so does each part of TCP's handshake. For protocols in
/// which the server speaks first: the client's kernel tells of the connection at once, but the greeting comes when it would.
/// </summary>
sealed class DelayingProxy : IDisposable
{
    readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    readonly int target;
    readonly TimeSpan oneWay;
    bool serverSpokeLast;
    int turns;

    public DelayingProxy(int target, TimeSpan roundTrip)
    {
        (this.target, oneWay) = (target, roundTrip / 2);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _ = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndPoint!).Port;

    /// <summary>
    /// How often the client spoke after it had waited for the server, since this was asked last; one connection at a time.
    /// </summary>
    public int TakeTurns() => Interlocked.Exchange(ref turns, 0);

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
            // SYN, its answer, and the ACK that tells the server.
            await Task.Delay(3 * oneWay);
            using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await server.ConnectAsync(IPAddress.Loopback, target);
            var there = new DelayedPipe(client, server, oneWay).RunAsync(ClientSpoke);
            var back = new DelayedPipe(server, client, oneWay).RunAsync(() => Volatile.Write(ref serverSpokeLast, true));
            await Task.WhenAll(there, back);
        }
    }

    void ClientSpoke()
    {
        if (!Volatile.Read(ref serverSpokeLast))
            return;
        Volatile.Write(ref serverSpokeLast, false);
        Interlocked.Increment(ref turns);
    }
}
