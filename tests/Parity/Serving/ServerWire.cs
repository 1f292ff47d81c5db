using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Msmtp.Text;

namespace Msmtp.Parity;

/// <summary>The octets of a session at the server's side.</summary>
sealed class ServerWire : IAsyncDisposable
{
    const SocketOptionName QuickAck = (SocketOptionName)12;

    readonly Socket socket;
    readonly byte[] buffer = new byte[64 * 1024];
    Stream stream;
    int start;
    int end;

    public ServerWire(Socket socket)
    {
        this.socket = socket;
        socket.NoDelay = true;
        stream = new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Whether TLS has begun.</summary>
    public bool IsEncrypted => stream is SslStream;

    /// <summary>SHA-256 of the client's certificate; null: it showed none.</summary>
    public string? ClientCertificate { get; private set; }

    public async Task WriteAsync(string octets) => await stream.WriteAsync(OctetText.Encode(octets));

    /// <summary>
    /// Reads through the next octets that are <paramref name="mark"/>, or what there is at the end of the stream; null: nothing is left.
    /// </summary>
    public async Task<byte[]?> ReadThroughAsync(ReadOnlyMemory<byte> mark, TimeSpan? patience = null)
    {
        var whole = new List<byte>();
        while (true)
        {
            while (start < end)
            {
                whole.Add(buffer[start++]);
                if (whole[^1] == mark.Span[^1] && EndsWith(whole, mark.Span))
                    return [.. whole];
            }

            if (!await FillAsync(patience))
                return whole.Count == 0 ? null : [.. whole];
        }
    }

    /// <summary>Whether the client says more within this time.</summary>
    public async Task<bool> HasMoreAsync(TimeSpan patience) => start < end || await FillAsync(patience);

    public async Task UpgradeAsync(X509Certificate2 certificate, bool asksForCertificate)
    {
        var ssl = new SslStream(stream);
        stream = ssl;
        await ssl.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
            ClientCertificateRequired = asksForCertificate,
#pragma warning disable CA5359 // This server takes whatever a client shows: it is the client that is tested.
            RemoteCertificateValidationCallback = static (_, _, _, _) => true,
#pragma warning restore CA5359
        });
        ClientCertificate = ssl.RemoteCertificate?.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256);
    }

    public void Reset()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    static bool EndsWith(List<byte> whole, ReadOnlySpan<byte> mark) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(whole).EndsWith(mark);

    async Task<bool> FillAsync(TimeSpan? patience)
    {
        // msmtp writes a line and its end apart, and waits for the first one's acknowledgement.
        socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, (int)QuickAck, [1, 0, 0, 0]);
        using var deadline = new CancellationTokenSource(patience ?? Timeout.InfiniteTimeSpan);
        try
        {
            (start, end) = (0, await stream.ReadAsync(buffer, deadline.Token));
            return end > 0;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            (start, end) = (0, 0);
            return false;
        }
    }
}
