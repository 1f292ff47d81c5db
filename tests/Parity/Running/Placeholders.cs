using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Msmtp.Parity;

/// <summary>Puts this run's ports and paths where a scenario has @NAME@.</summary>
sealed class Placeholders(string home, int port)
{
    static readonly Socket Closed = Bind();

    readonly string portText = port.ToString(CultureInfo.InvariantCulture);

    /// <summary>A port that is ours, and where nobody listens.</summary>
    static readonly string ClosedPort = ((IPEndPoint)Closed.LocalEndPoint!).Port.ToString(CultureInfo.InvariantCulture);

    /// <summary>The text with values in place of names.</summary>
    public string Into(string text)
    {
        if (!text.Contains('@', StringComparison.Ordinal))
            return text;
        foreach (var (name, value) in Values().Where(pair => text.Contains(pair.Name, StringComparison.Ordinal)))
            text = text.Replace(name, value, StringComparison.Ordinal);
        return Certificates.Into(text);
    }

    /// <summary>The text with names in place of values.</summary>
    public string OutOf(string text)
    {
        foreach (var (name, value) in Values())
            text = text.Replace(value, name, StringComparison.Ordinal);
        return Certificates.OutOf(text);
    }

    IEnumerable<(string Name, string Value)> Values() => [("@PORT@", portText), ("@CLOSED@", ClosedPort), ("@HOME@", home)];

    static Socket Bind()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
