using System.Net;
using System.Net.Sockets;

namespace Msmtp.TestKit;

/// <summary>A server whose queue is full, so that connections are neither accepted nor refused: to a client the address is dead.</summary>
public sealed class FullServer : IDisposable
{
    readonly Socket listener;
    readonly List<Socket> waiting = [];

    /// <summary>On a free port of 127.0.0.1.</summary>
    public FullServer() : this(new IPEndPoint(IPAddress.Loopback, 0))
    {
    }

    /// <summary>On an end point of this machine.</summary>
    /// <exception cref="SocketException">It is in use, or not an address of this machine.</exception>
    public FullServer(IPEndPoint place)
    {
        ArgumentNullException.ThrowIfNull(place);
        listener = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(place);
        listener.Listen(0);
        do
        {
            waiting.Add(new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false });
        }
        while (IsTaken(waiting[^1]));
    }

    /// <summary>Where it does not answer.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndPoint!).Port;

    /// <inheritdoc/>
    public void Dispose()
    {
        listener.Dispose();
        waiting.ForEach(static socket => socket.Dispose());
    }

    bool IsTaken(Socket socket)
    {
        try
        {
            socket.Connect(listener.LocalEndPoint!);
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
        {
            return socket.Poll(TimeSpan.FromMilliseconds(100), SelectMode.SelectWrite);
        }
    }
}
