using System.Net;
using System.Net.Sockets;

namespace Msmtp.Transport.Smtp.Tests.Network;

/// <summary>A server whose queue is full, so that a connection is neither taken nor refused.</summary>
sealed class FullServer : IDisposable
{
    readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    readonly List<Socket> waiting = [];

    public FullServer()
    {
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        do
        {
            waiting.Add(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false });
        }
        while (IsTaken(waiting[^1]));
    }

    public int Port => ((IPEndPoint)listener.LocalEndPoint!).Port;

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
