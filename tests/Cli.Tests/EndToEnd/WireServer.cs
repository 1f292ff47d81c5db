using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>
/// Takes one mail, whatever it is, as fast as it comes, and can wait before it answers the final dot. Unlike a sink it shows
/// the octets behind DATA as they came over the wire.
/// </summary>
sealed class WireServer : IAsyncDisposable
{
    readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    readonly CancellationTokenSource stopping = new();
    readonly TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource answering = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly ConcurrentQueue<string> commands = new();
    readonly ArrayBufferWriter<byte> content = new();
    readonly X509Certificate2? certificate;
    readonly bool keepsContent;
    readonly Task serving;

    WireServer(X509Certificate2? certificate, bool keepsContent)
    {
        (this.certificate, this.keepsContent) = (certificate, keepsContent);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        serving = ServeAsync(stopping.Token);
    }

    public int Port => ((IPEndPoint)listener.LocalEndPoint!).Port;

    /// <summary>What the client said, but for the message.</summary>
    public IReadOnlyList<string> Commands => [.. commands];

    /// <summary>The octets behind DATA through the final dot, if they are kept.</summary>
    public byte[] Content => content.WrittenSpan.ToArray();

    /// <summary>How many those are, kept or not.</summary>
    public long ContentLength { get; private set; }

    /// <summary>Keeps the octets of the message, and answers at once.</summary>
    public static WireServer Keeping()
    {
        var server = new WireServer(certificate: null, keepsContent: true);
        server.Answer();
        return server;
    }

    /// <summary>Counts the octets of the message, and answers when it is told to.</summary>
    /// <param name="certificate">For TLS from the first octet; null: none.</param>
    public static WireServer Discarding(X509Certificate2? certificate = null) => new(certificate, keepsContent: false);

    /// <summary>Waits until the final dot is here.</summary>
    public Task WhenArrivedAsync(CancellationToken cancellationToken) =>
        Task.WhenAny(arrived.Task, serving).Unwrap().WaitAsync(cancellationToken);

    /// <summary>Lets the server answer for the message.</summary>
    public void Answer() => answering.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        listener.Dispose();
        stopping.Dispose();
    }

    async Task ServeAsync(CancellationToken cancellationToken)
    {
        using var socket = await listener.AcceptAsync(cancellationToken);
        socket.NoDelay = true;
        await using var stream = await OpenAsync(new NetworkStream(socket), cancellationToken);
        await SayAsync(stream, "220 ready", cancellationToken);
        while (await ReadCommandAsync(stream, cancellationToken) is { } command)
        {
            commands.Enqueue(command);
            await SayAsync(stream, command == "DATA" ? "354 go ahead" : "250 ok", cancellationToken);
            if (command == "DATA")
            {
                await ReceiveAsync(stream, cancellationToken);
                arrived.TrySetResult();
                await answering.Task.WaitAsync(cancellationToken);
                await SayAsync(stream, "250 taken", cancellationToken);
            }
        }
    }

    async ValueTask<Stream> OpenAsync(NetworkStream plain, CancellationToken cancellationToken)
    {
        if (certificate is null)
            return plain;
        var encrypted = new SslStream(plain);
        await encrypted.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, cancellationToken);
        return encrypted;
    }

    static ValueTask SayAsync(Stream stream, string line, CancellationToken cancellationToken) =>
        stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), cancellationToken);

    // The client waits for each reply, since nothing else was offered, so that a read never gets more than one command.
    static async ValueTask<string?> ReadCommandAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[8192];
        for (var length = 0; ;)
        {
            var count = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (count == 0)
                return null;
            length += count;
            if (buffer.AsSpan(0, length).EndsWith("\r\n"u8))
                return Encoding.Latin1.GetString(buffer, 0, length - 2);
        }
    }

    // What was stuffed cannot hold the end, so that only the last octets have to be looked at.
    async ValueTask ReceiveAsync(Stream stream, CancellationToken cancellationToken)
    {
        var end = "\r\n.\r\n"u8.ToArray();
        var buffer = new byte[end.Length + 256 * 1024];
        "\r\n"u8.CopyTo(buffer.AsSpan(end.Length - 2));
        for (var length = 0; !buffer.AsSpan(length, end.Length).SequenceEqual(end);)
        {
            buffer.AsSpan(length, end.Length).CopyTo(buffer);
            length = await stream.ReadAsync(buffer.AsMemory(end.Length), cancellationToken);
            ContentLength += length > 0 ? length : throw new EndOfStreamException("the client left before the final dot");
            if (keepsContent)
                content.Write(buffer.AsSpan(end.Length, length));
        }
    }
}
