using System.Net;
using System.Net.Sockets;

namespace Msmtp.TestKit;

/// <summary>A server on this machine that does with each connection what a test says.</summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    readonly Socket listener;
    readonly CancellationTokenSource stop = new();
    readonly Task work;

    public LoopbackServer(Func<Stream, CancellationToken, Task> serve)
        : this(new IPEndPoint(IPAddress.Loopback, 0), serve)
    {
    }

    public LoopbackServer(EndPoint local, Func<Stream, CancellationToken, Task> serve)
    {
        listener = new Socket(local.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(local);
        listener.Listen();
        work = Task.Run(() => AcceptAsync(serve));
    }

    public int Port => ((IPEndPoint)listener.LocalEndPoint!).Port;

    /// <summary>A port of this machine on which no one listens.</summary>
    public static int ClosedPort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await work;
        stop.Dispose();
    }

    async Task AcceptAsync(Func<Stream, CancellationToken, Task> serve)
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync(stop.Token);
                // What is written has arrived when the call returns.
                if (socket.AddressFamily != AddressFamily.Unix)
                    socket.NoDelay = true;
                await using var connection = new NetworkStream(socket, ownsSocket: true);
                await ServeAsync(serve, connection);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    async Task ServeAsync(Func<Stream, CancellationToken, Task> serve, Stream connection)
    {
        try
        {
            await serve(connection, stop.Token);
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
        {
            // The client has hung up; it is the client that is being tested.
        }
    }
}
