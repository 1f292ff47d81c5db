using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Msmtp.Bench;

/// <summary>
/// The sink's ceiling: what is sent is ready beforehand, and nobody looks at an answer but for its length. Two round trips for each mail, as
/// RFC 2920 allows, on a thread for each connection.
/// </summary>
sealed class SocketLoop(Server server, Cell cell)
{
    static readonly byte[] Envelope = Encoding.ASCII.GetBytes($"MAIL FROM:<{Letter.From}>\r\nRCPT TO:<{Letter.To}>\r\nDATA\r\n");

    readonly byte[] message = OnTheWire(new Letter(cell.Size).Octets);

    /// <summary>Mails in a second.</summary>
    public double Measure(TimeSpan time)
    {
        var counts = new long[cell.Connections];
        Thread[] threads = [.. counts.Select((_, i) => new Thread(() => counts[i] = Run(time)))];
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        return counts.Sum() / time.TotalSeconds;
    }

    static byte[] OnTheWire(byte[] octets)
    {
        var text = Encoding.ASCII.GetString(octets).Replace("\r\n", "\n", StringComparison.Ordinal);
        return Encoding.ASCII.GetBytes(text.Replace("\n.", "\n..", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n.\r\n");
    }

    long Run(TimeSpan time)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, server.Port);
        using var stream = Open(new NetworkStream(socket));
        var (count, end) = (0L, Environment.TickCount64 + (long)time.TotalMilliseconds);
        for (; Environment.TickCount64 < end; count++)
        {
            Exchange(stream, Envelope, replies: 3);
            Exchange(stream, message, replies: 1);
        }
        return count;
    }

    Stream Open(Stream stream)
    {
        Exchange(stream, [], replies: 1);
        Exchange(stream, "HELO localhost\r\n"u8, replies: 1);
        if (server.AuthorityFile is null)
            return stream;
        Exchange(stream, "STARTTLS\r\n"u8, replies: 1);
        var tls = new SslStream(stream, leaveInnerStreamOpen: false, static (_, certificate, _, _) => certificate is not null);
        tls.AuthenticateAsClient(Server.Host);
        return tls;
    }

    // Replies of one line: HELO is answered by one.
    static void Exchange(Stream stream, ReadOnlySpan<byte> octets, int replies)
    {
        if (!octets.IsEmpty)
            stream.Write(octets);
        Span<byte> answer = stackalloc byte[512];
        while (replies > 0)
        {
            var count = stream.Read(answer);
            replies = count > 0 ? replies - answer[..count].Count((byte)'\n') : throw new EndOfStreamException("the sink has hung up");
        }
    }
}
