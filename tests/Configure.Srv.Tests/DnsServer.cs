using System.Net;
using System.Net.Sockets;

namespace Msmtp.Configure.Srv.Tests;

/// <summary>
/// A name server at 127.0.0.1 with answers of a test's own, over UDP and TCP. Null: it keeps silent. It has threads of its own, for
/// those of the pool may be waiting for it.
/// </summary>
sealed class DnsServer : IDisposable
{
    readonly Socket datagrams;
    readonly TcpListener listener;
    volatile bool isOver;
    volatile Exception? failure;

    public DnsServer(Func<byte[], byte[]?> overUdp, Func<byte[], byte[]?>? overTcp = null)
    {
        (datagrams, listener) = OnOnePort();
        Start(() => ServeUdp(overUdp));
        Start(() => ServeTcp(overTcp ?? overUdp));
    }

    public int Port => ((IPEndPoint)datagrams.LocalEndPoint!).Port;

    public void Dispose()
    {
        isOver = true;
        datagrams.Dispose();
        listener.Dispose();
        Assert.Null(failure);
    }

    static (Socket Datagrams, TcpListener Listener) OnOnePort()
    {
        while (true)
        {
            var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var datagrams = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                datagrams.Bind(listener.LocalEndpoint);
                return (datagrams, listener);
            }
            catch (SocketException)
            {
                datagrams.Dispose();
                listener.Dispose();
            }
        }
    }

    // What a thread throws would end the program, and all other tests with it.
    void Start(Action serve) => new Thread(() =>
    {
        while (!isOver)
        {
            try
            {
                serve();
            }
            catch (Exception e)
            {
                // Otherwise the test is over, or a client has hung up.
                if (!isOver && e is not (SocketException or IOException))
                    failure ??= e;
            }
        }
    }) { IsBackground = true }.Start();

    void ServeUdp(Func<byte[], byte[]?> answer)
    {
        var buffer = new byte[4096];
        EndPoint client = new IPEndPoint(IPAddress.Any, 0);
        var length = datagrams.ReceiveFrom(buffer, ref client);
        if (answer(buffer[..length]) is { } octets)
            datagrams.SendTo(octets, client);
    }

    // RFC 1035 §4.2.2: two octets of length before each message.
    void ServeTcp(Func<byte[], byte[]?> answer)
    {
        using var client = listener.AcceptTcpClient();
        var stream = client.GetStream();
        var length = new byte[2];
        stream.ReadExactly(length);
        var question = new byte[length[0] << 8 | length[1]];
        stream.ReadExactly(question);
        if (answer(question) is { } octets)
            stream.Write([(byte)(octets.Length >> 8), (byte)octets.Length, .. octets]);
    }
}
