using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Msmtp.Server.Tests;

/// <summary>A client that says exactly what a test tells it, in Latin-1.</summary>
sealed class RawClient : IAsyncDisposable
{
    readonly Socket socket;
    readonly byte[] buffer = new byte[4096];
    Stream stream;
    string pending = "";

    RawClient(Socket socket) => (this.socket, stream) = (socket, new NetworkStream(socket, ownsSocket: true));

    public SslStream? Ssl => stream as SslStream;

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<RawClient> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", port, Ct);
        return new RawClient(socket);
    }

    /// <summary>Connects and says hello.</summary>
    public static async Task<RawClient> GreetedAsync(int port)
    {
        var client = await ConnectAsync(port);
        await client.ReadReplyAsync();
        await client.AskAsync("EHLO client.example.org");
        return client;
    }

    /// <summary>Sends "C: " lines, consecutive ones in one write, and compares "S: " lines word for word.</summary>
    public async Task PlayAsync(string transcript)
    {
        var said = new StringBuilder();
        foreach (var line in transcript.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith("C:", StringComparison.Ordinal))
            {
                said.Append(line.Length > 3 ? line[3..] : "").Append("\r\n");
                continue;
            }

            await SendAsync(said.ToString());
            said.Clear();
            Assert.Equal(line, $"S: {await ReadLineAsync()}");
        }

        await SendAsync(said.ToString());
    }

    public async Task SendAsync(string text) => await stream.WriteAsync(Encoding.Latin1.GetBytes(text), Ct);

    /// <summary>Sends a line and returns the last line of its reply.</summary>
    public async Task<string> AskAsync(string line)
    {
        await SendAsync(line + "\r\n");
        return await ReadReplyAsync();
    }

    /// <summary>Reads up to the last line of a reply and returns it.</summary>
    public async Task<string> ReadReplyAsync()
    {
        var line = await ReadLineAsync();
        while (line.Length > 3 && line[3] == '-')
            line = await ReadLineAsync();

        return line;
    }

    /// <summary>Reads a line; "(closed)" if the server has closed the connection.</summary>
    public async Task<string> ReadLineAsync()
    {
        int end;
        while ((end = pending.IndexOf("\r\n", StringComparison.Ordinal)) < 0)
            if (await ReadSomeAsync() == 0)
                return "(closed)";

        var line = pending[..end];
        pending = pending[(end + 2)..];
        return line;
    }

    /// <summary>Reads a line; "(closed)" if the server has closed or reset the connection.</summary>
    public async Task<string> ReadLineOrResetAsync()
    {
        try
        {
            return await ReadLineAsync();
        }
        catch (IOException)
        {
            return "(closed)";
        }
    }

    /// <summary>What a single read returns, to see which replies came together.</summary>
    public async Task<string> ReadBlockAsync()
    {
        await ReadSomeAsync();
        var block = pending;
        pending = "";
        return block;
    }

    public async Task UpgradeAsync(X509Certificate2 authority, X509Certificate2? own = null)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(authority);
        var ssl = new SslStream(stream);
        await ssl.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                CertificateChainPolicy = trust,
                ClientCertificates = own is null ? null : [own],
            },
            Ct);
        stream = ssl;
    }

    /// <summary>Resets the connection.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    async Task<int> ReadSomeAsync()
    {
        var count = await stream.ReadAsync(buffer, Ct).AsTask().WaitAsync(TimeSpan.FromMinutes(1), Ct);
        pending += Encoding.Latin1.GetString(buffer, 0, count);
        return count;
    }
}
