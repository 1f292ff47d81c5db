using System.Net;
using System.Net.Sockets;

namespace Msmtp.Peers;

/// <summary>Ports at 127.0.0.1 for programs that cannot choose their own.</summary>
static class Ports
{
    // Below the range from which the kernel assigns ports (32768 and up), so that no one takes one before the program starts.
    const int First = 20000;
    const int End = 32000;

    /// <summary>Different ports on which nothing listens.</summary>
    public static IReadOnlyList<int> Free(int count)
    {
        var ports = new HashSet<int>();
        while (ports.Count < count)
        {
            var port = Random.Shared.Next(First, End);
            if (!IsOpen(port))
                ports.Add(port);
        }

        return [.. ports];
    }

    /// <summary>Whether something listens on it.</summary>
    public static bool IsOpen(int port) => IsOpen(new IPEndPoint(IPAddress.Loopback, port));

    /// <inheritdoc cref="IsOpen(int)"/>
    public static bool IsOpen(EndPoint place)
    {
        using var socket = place.AddressFamily == AddressFamily.Unix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(place);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
