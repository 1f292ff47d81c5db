using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Msmtp.Bench;

/// <summary>
/// Accepts mail as fast as it comes and keeps nothing, so that only the sender is measured: a thread with blocking calls for each client,
/// immediate replies. It takes more than 1 GB/s.
/// </summary>
sealed class SinkServer(SinkOptions options)
{
    /// <summary>Prints its port on standard output, and serves on the loopback address until its standard input ends.</summary>
    public void Run()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(512);
        new Thread(() => Serve(listener)) { IsBackground = true }.Start();
        Console.WriteLine(((IPEndPoint)listener.LocalEndPoint!).Port.ToString(CultureInfo.InvariantCulture));
        // The parent holds the other end: when it ends, for whatever reason, so does the sink.
        while (Console.In.Read() >= 0)
        {
        }
    }

    void Serve(Socket listener)
    {
        try
        {
            while (true)
                Greet(listener.Accept());
        }
        catch (SocketException)
        {
            // The listener was closed.
        }
    }

    void Greet(Socket client)
    {
        client.NoDelay = true;
        new Thread(new SinkSession(client, options).Run) { IsBackground = true }.Start();
    }
}
