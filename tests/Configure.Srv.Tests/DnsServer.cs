using System.Net;
using System.Net.Sockets;

namespace Msmtp.Configure.Srv.Tests;

/// <summary>A name server at 127.0.0.1 with answers of a test's own, over UDP and TCP. Null: it keeps silent.</summary>
sealed class DnsServer : IDisposable
{
    readonly CancellationTokenSource end = new();
    readonly Socket datagrams;
    readonly TcpListener listener;

    public DnsServer(Func<byte[], byte[]?> overUdp, Func<byte[], byte[]?>? overTcp = null)
    {
        (datagrams, listener) = OnOnePort();
        _ = ServeUdpAsync(overUdp);
        _ = ServeTcpAsync(overTcp ?? overUdp);
    }

    public int Port => ((IPEndPoint)datagrams.LocalEndPoint!).Port;

    public void Dispose()
    {
        end.Cancel();
        datagrams.Dispose();
        listener.Dispose();
        end.Dispose();
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

    async Task ServeUdpAsync(Func<byte[], byte[]?> answer)
    {
        var buffer = new byte[4096];
        while (true)
        {
            var question = await datagrams.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), end.Token);
            if (answer(buffer[..question.ReceivedBytes]) is { } octets)
                await datagrams.SendToAsync(octets, question.RemoteEndPoint, end.Token);
        }
    }

    // RFC 1035 §4.2.2: two octets of length before each message.
    async Task ServeTcpAsync(Func<byte[], byte[]?> answer)
    {
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync(end.Token);
            var stream = client.GetStream();
            var length = new byte[2];
            await stream.ReadExactlyAsync(length, end.Token);
            var question = new byte[length[0] << 8 | length[1]];
            await stream.ReadExactlyAsync(question, end.Token);
            if (answer(question) is { } octets)
                await stream.WriteAsync((byte[])[(byte)(octets.Length >> 8), (byte)octets.Length, .. octets], end.Token);
        }
    }
}
