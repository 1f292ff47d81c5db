using System.Net;
using System.Net.Sockets;

namespace Msmtp.Bench;

/// <summary>Ports for servers that cannot choose one themselves.</summary>
static class FreePort
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static int Find()
    {
        using var socket = NewSocket();
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Waits until a server is listening there.</summary>
    public static void WaitUntilTaken(int port)
    {
        if (!SpinWait.SpinUntil(() => IsTaken(port), Patience))
            throw new InvalidOperationException($"nobody listens at port {port}");
    }

    static bool IsTaken(int port)
    {
        using var socket = NewSocket();
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    static Socket NewSocket() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
}
