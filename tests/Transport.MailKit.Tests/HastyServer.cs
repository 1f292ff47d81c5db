using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Msmtp.Transport.MailKit.Tests;

/// <summary>A server that says something about a mail when its first octets have come, and takes it all the same.</summary>
sealed class HastyServer : IDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly TaskCompletionSource hasSpoken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HastyServer(X509Certificate2? certificate, string early)
    {
        listener.Start();
        Received = ServeAsync(certificate, early);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>It has, and that has arrived.</summary>
    public Task HasSpoken => hasSpoken.Task;

    /// <summary>All of the message that came.</summary>
    public Task<string> Received { get; }

    public void Dispose() => listener.Dispose();

    async Task<string> ServeAsync(X509Certificate2? certificate, string early)
    {
        using var client = await listener.AcceptTcpClientAsync();
        client.NoDelay = true;
        await using var stream = certificate is null ? client.GetStream() : await EncryptAsync(client, certificate);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        await SayAsync(stream, "220 hello");
        for (var line = await reader.ReadLineAsync(); line != "DATA"; line = await reader.ReadLineAsync())
            await SayAsync(stream, "250 ok");
        await SayAsync(stream, "354 go on");
        var message = new StringBuilder().Append(await reader.ReadLineAsync()).Append("\r\n");
        await SayAsync(stream, early);
        hasSpoken.SetResult();
        var octets = new char[4096];
        try
        {
            while (await reader.ReadAsync(octets) is > 0 and var count)
            {
                message.Append(octets, 0, count);
                if (message.ToString().EndsWith("\r\n.\r\n", StringComparison.Ordinal))
                    break;
            }
        }
        catch (IOException)
        {
            // The client has gone, with something unread.
        }
        return message.ToString();
    }

    static async Task<Stream> EncryptAsync(TcpClient client, X509Certificate2 certificate)
    {
        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsServerAsync(certificate);
        return stream;
    }

    static async Task SayAsync(Stream stream, string line) => await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"));
}
