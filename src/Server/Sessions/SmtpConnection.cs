using System.Buffers;
using System.Net.Sockets;
using System.Text;

namespace Msmtp.Server;

/// <summary>The stream of a session, its only input buffer, and the replies that wait to go out together.</summary>
sealed class SmtpConnection : IAsyncDisposable
{
    const int FlushThreshold = 4096;
    const int LingerOctets = 64 * 1024;
    static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(2);

    readonly ClientConnection client;
    readonly SmtpServerOptions options;
    readonly long session;
    readonly byte[] buffer;
    readonly ArrayBufferWriter<byte> output = new();
    Stream stream;
    ITlsUpgrade? tls;
    LineScanner scanner;
    int start;
    int end;
    bool readsAnswer;

    public SmtpConnection(ClientConnection client, SmtpServerOptions options, long session)
    {
        (this.client, this.options, this.session) = (client, options, session);
        stream = client.Stream;
        buffer = new byte[Math.Max(options.MaxLineLength, 16 * 1024)];
        scanner = new LineScanner(options.MaxLineLength);
    }

    public ClientConnection Client => client;

    /// <summary>What was received but not yet consumed; valid until the next read.</summary>
    public ReadOnlyMemory<byte> Buffered => buffer.AsMemory(start..end);

    public void Consume(int count) => start += count;

    public void Observe(DialogueSpeaker speaker, string text) => options.Observer?.Invoke(new DialogueLine(session, speaker, text));

    /// <summary>Queues a reply. Replies go out when there is nothing left to do but wait for the client (RFC 2920 §3.2).</summary>
    public void Write(SmtpReply reply, bool hasStatus)
    {
        foreach (var line in ReplyFormat.Lines(reply, hasStatus))
        {
            Observe(DialogueSpeaker.Server, line);
            output.Write(ReplyFormat.Encode(line));
        }
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (output.WrittenCount == 0)
            return;
        cancellationToken.ThrowIfCancellationRequested(); // nothing is lost: FarewellAsync sends it
        try
        {
            await WithinAsync(options.CommandTimeout, token => stream.WriteAsync(output.WrittenMemory, token), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            output.ResetWrittenCount(); // a write that was cut off is not repeated
        }
    }

    /// <summary>
    /// Reads one line under a single deadline, so that a client gains nothing by sending octet after octet. The line is valid until the
    /// next read.
    /// </summary>
    public ValueTask<(LineStatus Status, ReadOnlyMemory<byte> Line)> ReadLineAsync(CancellationToken cancellationToken) =>
        ReadLineAsync(options.CommandTimeout, cancellationToken);

    /// <inheritdoc cref="ReadLineAsync(CancellationToken)"/>
    public async ValueTask<(LineStatus Status, ReadOnlyMemory<byte> Line)> ReadLineAsync(
        TimeSpan patience, CancellationToken cancellationToken)
    {
        if (output.WrittenCount > FlushThreshold)
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        if (TryTakeLine(out var line))
            return line;
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await WithinAsync(patience, ReadAsync, cancellationToken).ConfigureAwait(false);
        return line;

        async ValueTask ReadAsync(CancellationToken token)
        {
            do
                await ReceiveAsync(token).ConfigureAwait(false);
            while (!TryTakeLine(out line));
        }
    }

    /// <summary>Reads the answer to an AUTH challenge, which is marked as secret for the observer.</summary>
    public async ValueTask<(LineStatus Status, ReadOnlyMemory<byte> Line)> ReadAnswerAsync(CancellationToken cancellationToken)
    {
        readsAnswer = true;
        try
        {
            return await ReadLineAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            readsAnswer = false;
        }
    }

    /// <summary>Receives another block.</summary>
    /// <exception cref="EndOfStreamException">The client closed the connection.</exception>
    public async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await WithinAsync(options.CommandTimeout, ReceiveAsync, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Discards octets under a single deadline.</summary>
    public async ValueTask SkipAsync(long count, TimeSpan patience, CancellationToken cancellationToken)
    {
        await WithinAsync(patience, ReadAsync, cancellationToken).ConfigureAwait(false);

        async ValueTask ReadAsync(CancellationToken token)
        {
            for (var left = count; left > 0;)
            {
                if (Buffered.IsEmpty)
                    await FillAsync(token).ConfigureAwait(false);
                var dropped = (int)Math.Min(left, Buffered.Length);
                Consume(dropped);
                left -= dropped;
            }
        }
    }

    /// <summary>Performs the TLS handshake; returns the SHA-256 of the client's certificate, or null if there is none.</summary>
    public async ValueTask<string?> UpgradeAsync(TlsFactory factory, CancellationToken cancellationToken)
    {
        var upgrade = tls = factory(stream);
        stream = upgrade.Stream;
        await WithinAsync(Shorter(options.IntroductionTimeout, options.CommandTimeout), upgrade.HandshakeAsync, cancellationToken).ConfigureAwait(false);
        Observe(DialogueSpeaker.Event, $"TLS: {upgrade.Description}");
        return upgrade.CertificateSha256;
    }

    /// <summary>Sends what is still queued and closes the connection so that the client can still read it.</summary>
    public async ValueTask FarewellAsync()
    {
        try
        {
            await WithinAsync(FarewellTimeout, PartAsync, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidOperationException)
        {
            // The client is gone, or a write was cut off: no one is left to tell.
        }
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    async ValueTask PartAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        if (tls is not null)
            await tls.ShutdownAsync(cancellationToken).ConfigureAwait(false);
        if (client.CloseOutput is not { } close)
            return;

        // Closing a socket with unread input sends a reset, which may overtake the last reply. So read on a little.
        close();
        for (var octets = 0; octets < LingerOctets;)
        {
            var count = await client.Stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (count == 0)
                return;
            octets += count;
        }
    }

    void ObserveClient(string text) =>
        options.Observer?.Invoke(readsAnswer ? DialogueLine.Answer(session, text) : DialogueLine.Command(session, text));

    bool TryTakeLine(out (LineStatus Status, ReadOnlyMemory<byte> Line) line)
    {
        var status = scanner.Scan(Buffered.Span, out var consumed, out var text);
        line = (status, buffer.AsMemory(start, text.Length));
        Consume(consumed);
        if (status == LineStatus.NeedMore)
            return false;
        ObserveClient(status == LineStatus.TooLong ? "(a line too long)" : Encoding.UTF8.GetString(text));
        return true;
    }

    public static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    async ValueTask ReceiveAsync(CancellationToken cancellationToken)
    {
        Buffered.CopyTo(buffer);
        (start, end) = (0, end - start);
        var count = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken).ConfigureAwait(false);
        if (count == 0)
            throw new EndOfStreamException("the client closed the connection");
        end += count;
    }

    async ValueTask WithinAsync(TimeSpan time, Func<CancellationToken, ValueTask> operation, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(time, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await operation(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PeerTimeoutException(e);
        }
    }
}

/// <summary>The client took too long. To the handler this is a broken connection like any other.</summary>
sealed class PeerTimeoutException(Exception inner) : IOException("the client took too long", inner);
