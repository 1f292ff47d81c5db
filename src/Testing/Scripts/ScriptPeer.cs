using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Msmtp.Testing;

/// <summary>The server's side of one scripted connection.</summary>
public sealed class ScriptPeer : IAsyncDisposable
{
    readonly Socket socket;
    readonly Func<SslServerAuthenticationOptions> tls;
    readonly byte[] buffer = new byte[1 << 18];
    readonly ArrayBufferWriter<byte> output = new();
    Stream stream;
    int start;
    int end;

    internal ScriptPeer(Socket socket, Func<SslServerAuthenticationOptions> tls)
    {
        (this.socket, this.tls) = (socket, tls);
        if (socket.AddressFamily != AddressFamily.Unix)
            socket.NoDelay = true;
        stream = new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>The sizes of the writes in which output reaches the client, the last for all that follow; empty: a single write.</summary>
    internal IReadOnlyList<int> ChunkSizes { get; set; } = [];

    /// <summary>The time between two such writes.</summary>
    internal TimeSpan ChunkPause { get; set; }

    /// <summary>Whether the server has closed the connection.</summary>
    internal bool IsClosed { get; private set; }

    /// <summary>Whether the client may leave from here on, because the server misbehaves.</summary>
    internal bool MayBreak { get; set; }

    /// <summary>Whether the server has stopped answering for good.</summary>
    internal bool IsStalled { get; set; }

    internal string? ClientCertificateSha256 { get; private set; }

    internal List<byte[]> Messages { get; } = [];

    /// <summary>Says a line. It goes out, together with others, before the next read.</summary>
    public void Say(string line) => SayRaw([.. System.Text.Encoding.UTF8.GetBytes(line), .. "\r\n"u8]);

    /// <summary>Says raw octets.</summary>
    public void SayRaw(ReadOnlySpan<byte> octets) => output.Write(octets);

    /// <summary>Sends what has been said.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var rest = output.WrittenMemory;
        for (var chunk = 0; rest.Length > 0; chunk++)
        {
            var size = ChunkSizes.Count == 0 ? rest.Length : Math.Min(rest.Length, ChunkSizes[Math.Min(chunk, ChunkSizes.Count - 1)]);
            await stream.WriteAsync(rest[..size], cancellationToken);
            rest = rest[size..];
            if (rest.Length > 0)
                await Task.Delay(ChunkPause, cancellationToken);
        }
        output.ResetWrittenCount();
    }

    /// <summary>Reads the next line of the client, as UTF-8 and without CR LF.</summary>
    public async ValueTask<string> ReadLineAsync(CancellationToken cancellationToken) =>
        System.Text.Encoding.UTF8.GetString(await ReadLineOctetsAsync(cancellationToken));

    /// <summary>Reads a line without its CR LF.</summary>
    internal async ValueTask<byte[]> ReadLineOctetsAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        while (true)
        {
            var length = buffer.AsSpan(start..end).IndexOf("\r\n"u8);
            if (length >= 0)
            {
                var line = buffer.AsSpan(start, length).ToArray();
                start += length + 2;
                return line;
            }
            if (!await FillAsync(cancellationToken))
                throw new EndOfStreamException("the client closed the connection");
        }
    }

    /// <summary>Reads the content of a mail up to its final dot and stores it, without dot-stuffing, in <see cref="Messages"/>.</summary>
    internal async ValueTask ReadMessageAsync(CancellationToken cancellationToken)
    {
        var message = new ArrayBufferWriter<byte>();
        while (await ReadLineOctetsAsync(cancellationToken) is var line && !line.AsSpan().SequenceEqual("."u8))
        {
            message.Write(line.AsSpan().StartsWith("."u8) ? line.AsSpan(1) : line);
            message.Write("\r\n"u8);
        }
        Messages.Add(message.WrittenSpan.ToArray());
    }

    internal async ValueTask UpgradeAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        if (start < end)
            throw new MismatchException("The client spoke in the clear where TLS begins", Pending("C: "));
        var ssl = new SslStream(stream);
        stream = ssl;
        await ssl.AuthenticateAsServerAsync(tls(), cancellationToken);
        ClientCertificateSha256 = ssl.RemoteCertificate?.GetCertHashString(HashAlgorithmName.SHA256);
    }

    /// <summary>Reads and discards until the client leaves or the token is cancelled.</summary>
    internal async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        do
        {
            start = end = 0;
        }
        while (await HearsMoreAsync(cancellationToken));
    }

    /// <summary>Whether the client says anything more before it leaves or the token is cancelled.</summary>
    internal async ValueTask<bool> HearsMoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            return start < end || await FillAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Whether unread octets have arrived.</summary>
    internal bool HasUnread => !IsClosed && socket.Available > 0;

    /// <summary>What was received but not read, as lines with a prefix.</summary>
    internal IReadOnlyList<string> Pending(string prefix)
    {
        var text = ScriptText.FromOctets(buffer.AsSpan(start..end));
        var lines = text.Split(@"\r\n");
        return [.. lines.Where((line, i) => i < lines.Length - 1 || line.Length > 0).Select(line => prefix + line)];
    }

    internal async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        if (stream is SslStream { IsAuthenticated: true } ssl)
            await ssl.ShutdownAsync();
        await DisposeAsync();
    }

    internal async ValueTask ResetAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
        IsClosed = true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        IsClosed = true;
        await stream.DisposeAsync();
    }

    async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        buffer.AsSpan(start..end).CopyTo(buffer);
        (start, end) = (0, end - start);
        if (end == buffer.Length)
            throw new MismatchException("The client sent a line that does not end", Pending("C: ")[0][..200]);
        var count = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken);
        end += count;
        return count > 0;
    }
}

/// <summary>The client did something else than the step expects. The player turns it into a <see cref="TranscriptException"/>.</summary>
sealed class MismatchException(string reason, params IReadOnlyList<string> said) : Exception(reason)
{
    /// <summary>What the client said instead, as lines of a transcript.</summary>
    public IReadOnlyList<string> Said { get; } = said;
}
