using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Msmtp.Transport.Smtp;

/// <summary>
/// A connection to a server: owns the stream and the input buffer, writes one group of commands at a time, reads replies. The only place
/// that turns network errors into <see cref="MailException"/>, in msmtp's words.
/// </summary>
sealed class SmtpConnection(ConnectionStream stream, PluginContext context) : IAsyncDisposable
{
    /// <summary>
    /// How long to wait for the reply to the final dot once the caller has given up. RFC 5321 §4.5.3.2.6 grants a server ten minutes, if
    /// there is no hurry.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    const int ServiceNotAvailable = 421;

    readonly ITrace? trace = context.Trace;
    TimeSpan? timeout = context.Account.Settings.Get(CommonSettings.Timeout);
    // The command sends a single mail, so no reply is repeated.
    readonly KnownReplies? known = context.Io == IoMode.Asynchronous ? new KnownReplies() : null;
    VerdictPatience? patience;
    ServerReply? closing;
    byte[] output = [];
    byte[] input = new byte[4096];
    int inputStart;
    int inputEnd;
    bool mayHoldMore;

    /// <summary>The dialogue is traced, so that replies that are not needed are worth waiting for.</summary>
    public bool IsTraced => trace is not null;

    /// <summary>An unsolicited reply that has been read, such as 421; null: there is none.</summary>
    public ServerReply? Unasked
    {
        get
        {
            var unread = new ReadOnlySpan<byte>(input, inputStart, inputEnd - inputStart);
            try
            {
                return ReplyParser.TryRead(ref unread, out var reply) ? reply : null;
            }
            catch (InvalidDataException)
            {
                // The next read reports it.
                return null;
            }
        }
    }

    /// <summary>
    /// The server has said that it closes the connection (RFC 5321 §3.8), with this reply: to a command, or unasked. Null: it has not.
    /// </summary>
    public ServerReply? Closing => closing ?? (Unasked is { Code: ServiceNotAvailable } unread ? unread : null);

    bool IsEncrypted => stream.Tls is not null;

    /// <summary>From now on never waits longer than this, whatever the account allows.</summary>
    public void LimitTimeout(TimeSpan limit) => timeout = timeout < limit ? timeout : limit;

    /// <summary>Sends one command and reads its reply.</summary>
    public async ValueTask<ServerReply> ExchangeAsync(DeliveryStage stage, Command command, CancellationToken cancellationToken)
    {
        await SendAsync(stage, [command], cancellationToken).ConfigureAwait(false);
        return await ReadReplyAsync(stage, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends commands in one write (RFC 2920 §3.1), without waiting for a reply.</summary>
    public async ValueTask SendAsync(DeliveryStage stage, IReadOnlyList<Command> group, CancellationToken cancellationToken)
    {
        for (var i = 0; i < group.Count; i++)
            if (group[i].Length > group[i].Limit)
                throw new MailException(
                    ExitCode.DataErr, stage, $"Cannot send command because it is longer than {group[i].Limit} characters. Increase SMTP_MAXCMDLEN.");
        await WriteAsync(stage, Command.Join(group, ref output), cancellationToken).ConfigureAwait(false);
        if (trace is not null)
            foreach (var command in group)
                command.TraceTo(trace);
    }

    /// <summary>
    /// Sends the message of a mail and its final dot. Returns its size as <see cref="DeliveryReport.MessageSize"/> counts it.
    /// </summary>
    public async ValueTask<long> SendMessageAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        using var blocks = new MessageBlocks(mail.Content);
        var lines = trace is null ? null : new BodyTrace(trace);
        while (!blocks.IsFinished)
        {
            // If a write fails or is cancelled, the end of the block has not been sent, so the server has seen no final dot.
            var block = await blocks.NextAsync(cancellationToken).ConfigureAwait(false);
            if (blocks.IsFinished && mail.Ending is { } ending)
                await ending(cancellationToken).ConfigureAwait(false);
            // What arrives from now on may be the reply to the mail, because the dot has been sent.
            if (blocks.IsFinished && await HasSpokenAsync(cancellationToken).ConfigureAwait(false))
                throw await EarlyAsync(cancellationToken).ConfigureAwait(false);
            await WriteBlockAsync(block, cancellationToken).ConfigureAwait(false);
            lines?.Sent(block.Span);
        }
        return blocks.MessageSize;
    }

    /// <summary>
    /// Whether the server has sent an unsolicited reply. Does not wait. Throws <see cref="MailException"/> if it has hung up.
    /// </summary>
    public async ValueTask<bool> HasSpokenAsync(CancellationToken cancellationToken)
    {
        if (inputStart < inputEnd)
            return true;
        if (!mayHoldMore && stream.IsIdle)
            return false;
        return await TryFillAsync(cancellationToken).ConfigureAwait(false) switch
        {
            null => false,
            0 => throw HungUp(DeliveryStage.Data),
            _ => true,
        };
    }

    /// <summary>Reads one reply.</summary>
    public ValueTask<ServerReply> ReadReplyAsync(DeliveryStage stage, CancellationToken cancellationToken) =>
        ReadReplyAsync(stage, timeout, cancellationToken);

    /// <summary>Reads the first reply.</summary>
    /// <param name="waited">How much of the timeout is already over.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public ValueTask<ServerReply> ReadGreetingAsync(TimeSpan waited, CancellationToken cancellationToken) =>
        ReadReplyAsync(DeliveryStage.Greeting, timeout > waited ? timeout - waited : timeout is null ? null : TimeSpan.Zero, cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    async ValueTask<ServerReply> ReadReplyAsync(DeliveryStage stage, TimeSpan? limit, CancellationToken cancellationToken)
    {
        stream.SetDeadline(limit);
        try
        {
            ServerReply? reply;
            while (!TryTakeReply(stage, out reply))
            {
                MakeRoom();
                var count = 0;
                try
                {
                    count = await stream.ReadAsync(input.AsMemory(inputEnd), cancellationToken).ConfigureAwait(false);
                }
                catch (IOException e)
                {
                    throw Broken(stage, IsEncrypted ? "cannot read from TLS connection" : "network read error", e);
                }
                Append(count > 0 ? count : throw HungUp(stage));
            }
            return reply;
        }
        catch (InvalidDataException e)
        {
            TraceUnread();
            throw new MailException(ExitCode.Protocol, stage, e.Message, inner: e);
        }
    }

    /// <summary>
    /// Reads the reply to a message that has been sent completely. The caller's cancellation only limits the wait; without the reply, the
    /// mail may have been delivered.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ServerReply> ReadVerdictAsync(CancellationToken cancellationToken)
    {
        using var waiting = AwaitVerdict(cancellationToken);
        try
        {
            return await ReadReplyAsync(DeliveryStage.EndOfData, waiting.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            throw new MailException(Unanswered(TimedOut(DeliveryStage.EndOfData, e).Failure), e);
        }
        catch (MailException e)
        {
            throw new MailException(Unanswered(e.Failure), e.InnerException);
        }
    }

    // A process's first timer costs 7% of a small mail, and a caller who does not cancel needs none.
    VerdictPatience.Waiting AwaitVerdict(CancellationToken cancellationToken) =>
        cancellationToken.CanBeCanceled ? (patience ??= new VerdictPatience(context.Time, Patience)).Begin(cancellationToken) : default;

    /// <summary>
    /// Starts TLS. False: not started, because the server has sent more than the reply, which an attacker could have injected to be taken
    /// for an encrypted reply (RFC 3207 §6, CVE-2011-0411).
    /// </summary>
    public async ValueTask<bool> EncryptAsync(CancellationToken cancellationToken)
    {
        if (inputStart < inputEnd)
            return false;
        stream.SetDeadline(timeout);
        await stream.StartTlsAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    async ValueTask WriteAsync(DeliveryStage stage, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        stream.SetDeadline(timeout);
        try
        {
            await stream.WriteAsync(octets, cancellationToken).ConfigureAwait(false);
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            // A server that closes the connection has often sent a reason first (552, 421), which has arrived.
            if (!stream.IsIdle)
                await TryFillAsync(cancellationToken).ConfigureAwait(false);
            throw Broken(stage, IsEncrypted ? "cannot write to TLS connection" : "network write error", e);
        }
    }

    async ValueTask WriteBlockAsync(ReadOnlyMemory<byte> block, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(DeliveryStage.Data, block, cancellationToken).ConfigureAwait(false);
        }
        catch (MailException) when (Unasked is { } reply && IsRefusal(reply))
        {
            throw await EarlyAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // RFC 5321 §4.2.1. A refusal is the reply to the mail, which then ends early. Anything else says nothing about the mail.
    async ValueTask<MailException> EarlyAsync(CancellationToken cancellationToken)
    {
        var reply = await ReadReplyAsync(DeliveryStage.Data, timeout ?? Patience, cancellationToken).ConfigureAwait(false);
        return IsRefusal(reply)
            ? new MailException(ExitCode.Unavailable, DeliveryStage.EndOfData, "the server did not accept the mail", reply)
            : OutOfTurn(DeliveryStage.Data, reply);
    }

    // How many octets have arrived. Null: none for this layer. A broken connection is reported by the next write.
    async ValueTask<int?> TryFillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        stream.SetDeadline(timeout);
        var count = await stream.TryReadAsync(input.AsMemory(inputEnd), cancellationToken).ConfigureAwait(false);
        Append(count ?? 0);
        return count;
    }

    void Append(int count)
    {
        inputEnd += count;
        // TLS returns everything that has arrived, if there is room for it.
        mayHoldMore = inputEnd == input.Length;
    }

    // The parser's limits apply to the buffer, too: it grows to hold the longest reply, and no further.
    void MakeRoom()
    {
        var unread = input.AsSpan(inputStart, inputEnd - inputStart);
        if (inputStart > 0)
            unread.CopyTo(input);
        inputEnd = unread.Length;
        inputStart = 0;
        if (inputEnd == input.Length)
            Array.Resize(ref input, 2 * input.Length);
    }

    bool TryTakeReply(DeliveryStage stage, [NotNullWhen(true)] out ServerReply? reply)
    {
        var unread = new ReadOnlySpan<byte>(input, inputStart, inputEnd - inputStart);
        var rest = unread;
        if (known?.Find(ref rest) is { } same)
            reply = same;
        else if (!ReplyParser.TryRead(ref rest, out reply))
            return false;
        // The reply to a message names it, and is different each time.
        else if (stage != DeliveryStage.EndOfData)
            known?.Keep(unread[..^rest.Length], reply);
        Trace(unread[..^rest.Length]);
        inputStart = inputEnd - rest.Length;
        if (reply.Code == ServiceNotAvailable)
            closing = reply;
        return true;
    }

    void Trace(ReadOnlySpan<byte> received)
    {
        for (var end = received.IndexOf((byte)'\n'); trace is not null && end >= 0; end = received.IndexOf((byte)'\n'))
        {
            trace.Received(received[..end] is [.. var line, (byte)'\r'] ? line : received[..end]);
            received = received[(end + 1)..];
        }
    }

    // Input that is not a reply is what a trace needs most.
    void TraceUnread() => Trace(input.AsSpan(inputStart, inputEnd - inputStart));

    static bool IsRefusal(ServerReply reply) => reply.Code is >= 400 and < 600;

    static MailException OutOfTurn(DeliveryStage stage, ServerReply reply) =>
        new(ExitCode.Protocol, stage, "the server sent a reply that it was not asked for", reply);

    MailException HungUp(DeliveryStage stage)
    {
        TraceUnread();
        if (IsEncrypted)
            return Lost(ExitCode.IoErr, stage, "cannot read from TLS connection: The TLS connection was non-properly terminated.");
        return Lost(ExitCode.Protocol, stage, $"the server sent an {(inputEnd > 0 ? "invalid" : "empty")} reply");
    }

    MailException Broken(DeliveryStage stage, string what, IOException e)
    {
        for (Exception? cause = e; cause is not null; cause = cause.InnerException)
            if (cause is TimeoutException)
                return TimedOut(stage, e);
        return Lost(ExitCode.IoErr, stage, $"{what}: {SystemError.Describe(e)}", e);
    }

    MailException Lost(ExitCode exitCode, DeliveryStage stage, string message, Exception? inner = null) =>
        new(new DeliveryFailure(exitCode, stage, message) { IsTemporary = true, ClosingReply = Closing }, inner);

    MailException TimedOut(DeliveryStage stage, Exception e) =>
        Lost(ExitCode.IoErr, stage, "network read error: the operation timed out", e);

    static DeliveryFailure Unanswered(DeliveryFailure failure) => failure with { MayHaveBeenDelivered = true };
}
