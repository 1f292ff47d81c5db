using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Msmtp.Secrets.OAuth.Tests.Support;

/// <summary>One connection of a browser, octet for octet.</summary>
sealed class RawBrowser : IDisposable
{
    readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public RawBrowser(int port)
    {
        socket.ReceiveTimeout = 30_000;
        socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
    }

    /// <summary>A connection that has asked for a page.</summary>
    public static RawBrowser Asking(int port, string target, string method = "GET", string? host = null)
    {
        var browser = new RawBrowser(port);
        browser.Send($"{method} {target} HTTP/1.1\r\nHost: {host ?? $"127.0.0.1:{port}"}\r\nAccept: text/html\r\n\r\n");
        return browser;
    }

    public void Send(string text) => socket.Send(Encoding.Latin1.GetBytes(text));

    /// <summary>Everything until the server hangs up.</summary>
    public string ReadToEnd()
    {
        var octets = new byte[4096];
        var text = new StringBuilder();
        while (socket.Receive(octets) is > 0 and var count)
            text.Append(Encoding.UTF8.GetString(octets, 0, count));
        return text.ToString();
    }

    /// <summary>Breaks the connection off, so that the server gets a reset.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    public void Dispose() => socket.Dispose();
}
