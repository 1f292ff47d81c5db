using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Bench;

/// <summary>One client's octets: lines and messages in, replies out. Replies are held until there is nothing more to read.</summary>
sealed class SinkConnection(Socket socket) : IDisposable
{
    const int CapacityInOctets = 256 * 1024;

    // From the pool: a fresh one for each small mail would be most of what the sink does.
    readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(CapacityInOctets);
    readonly MemoryStream replies = new();
    Stream stream = new NetworkStream(socket, ownsSocket: true);
    int start;
    int end;

    ReadOnlySpan<byte> Buffered => buffer.AsSpan(start..end);

    /// <summary>The next line, without its end. False: the client is gone.</summary>
    public bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        int length;
        while ((length = Buffered.IndexOf((byte)'\n')) < 0)
        {
            if (!Fill())
            {
                line = default;
                return false;
            }
        }
        line = Buffered[..length].TrimEnd((byte)'\r');
        start += length + 1;
        return true;
    }

    /// <summary>Reads over a message. False: the client went away before its end.</summary>
    public bool SkipMessage()
    {
        var mark = new EndOfMessage();
        int found;
        while ((found = mark.Find(Buffered)) < 0)
        {
            start = end = 0;
            if (!Fill())
                return false;
        }
        start += found;
        return true;
    }

    public void Reply(ReadOnlySpan<byte> lines) => replies.Write(lines);

    public void StartTls(X509Certificate2 certificate)
    {
        Flush();
        var tls = new SslStream(stream);
        stream = tls;
        tls.AuthenticateAsServer(certificate);
    }

    public void Dispose()
    {
        Flush();
        stream.Dispose();
        ArrayPool<byte>.Shared.Return(buffer);
    }

    void Flush()
    {
        if (replies.Length == 0)
            return;
        stream.Write(replies.GetBuffer().AsSpan(0, (int)replies.Length));
        replies.SetLength(0);
    }

    bool Fill()
    {
        Flush();
        if (start > 0)
        {
            Buffered.CopyTo(buffer);
            (start, end) = (0, end - start);
        }
        var count = stream.Read(buffer.AsSpan(end));
        end += count;
        return count > 0;
    }
}
