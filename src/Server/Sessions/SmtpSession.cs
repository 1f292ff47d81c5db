using System.Security.Authentication;

namespace Msmtp.Server;

/// <summary>One client from greeting to farewell: reads a command, answers it, and enforces the order of RFC 5321 §4.1.4.</summary>
sealed class SmtpSession
{
    readonly SmtpConnection connection;
    readonly SmtpServerOptions options;
    readonly TlsFactory? tls;
    readonly MailTransaction transaction;
    readonly MessageReception reception;
    readonly SessionLimits limits;
    readonly Login login;
    SmtpClientFacts client;
    long waitingSince;
    bool isExtended;
    bool isOver;

    public SmtpSession(
        SmtpConnection connection, SmtpServerOptions options, TlsFactory? tls, IMailHandler handler, PasswordGuesses guesses)
    {
        (this.connection, this.options, this.tls) = (connection, options, tls);
        transaction = new MailTransaction(options, handler);
        reception = new MessageReception(connection, options, handler);
        limits = new SessionLimits(options);
        login = new Login(connection, options, guesses, limits);
        client = new SmtpClientFacts
        {
            Name = "",
            RemoteEndPoint = connection.Client.RemoteEndPoint,
            SystemUser = connection.Client.SystemUser,
        };
        waitingSince = options.TimeProvider.GetTimestamp();
    }

    bool IsIntroduced => client.Name.Length > 0;

    bool IsWelcome => IsIntroduced && (!options.RequireAuth || client.UserName is not null);

    /// <summary>Serves the client until it leaves, misbehaves for too long, or the server stops.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await GreetAsync(cancellationToken).ConfigureAwait(false);
            while (!isOver)
                await ServeCommandAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PeerTimeoutException)
        {
            Write(Replies.TimedOut); // RFC 5321 §3.8
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Write(Replies.ShuttingDown);
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            connection.Observe(DialogueSpeaker.Event, e.Message);
            return;
        }
        await connection.FarewellAsync().ConfigureAwait(false);
    }

    async ValueTask GreetAsync(CancellationToken cancellationToken)
    {
        if (options.TlsMode == TlsMode.Implicit)
            await UpgradeAsync(cancellationToken).ConfigureAwait(false);
        var word = options.Protocol == ServerProtocol.Lmtp ? "LMTP" : "ESMTP";
        Write(new SmtpReply(220, null, $"{options.HostName} {word} ready"));
    }

    async ValueTask ServeCommandAsync(CancellationToken cancellationToken)
    {
        if (await ReadCommandAsync(cancellationToken).ConfigureAwait(false) is { } command)
            Answer(await AnswerAsync(command, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Reads a command; null: it was not a command, and has been answered.</summary>
    async ValueTask<CommandLine?> ReadCommandAsync(CancellationToken cancellationToken)
    {
        var (status, line) = await connection.ReadLineAsync(Patience(), cancellationToken).ConfigureAwait(false);
        if (status == LineStatus.Whole && CommandLine.TryParse(line.Span, out var command))
            return command;
        Answer(status switch
        {
            LineStatus.TooLong => Replies.LineTooLong,
            LineStatus.BareLineFeed => Replies.BareLineFeed,
            _ => Replies.NoCommand,
        });
        return null;
    }

    // A single deadline up to EHLO, and another one up to a login that is required: NOOP buys no time.
    TimeSpan Patience()
    {
        if (IsWelcome)
            return options.CommandTimeout;
        var left = (IsIntroduced ? options.CommandTimeout : options.IntroductionTimeout) - options.TimeProvider.GetElapsedTime(waitingSince);
        return left > TimeSpan.Zero ? SmtpConnection.Shorter(left, options.CommandTimeout) : TimeSpan.Zero;
    }

    /// <summary>Executes a command; returns its reply, or null if everything has been written already.</summary>
    async ValueTask<SmtpReply?> AnswerAsync(CommandLine command, CancellationToken cancellationToken) => command.Verb switch
    {
        Verb.Ehlo or Verb.Helo or Verb.Lhlo => Hello(command),
        Verb.StartTls => await StartTlsAsync(command.Argument, cancellationToken).ConfigureAwait(false),
        Verb.Auth => await AuthAsync(command.Argument, cancellationToken).ConfigureAwait(false),
        Verb.Mail => Mail(command.Argument),
        Verb.Rcpt => await RcptAsync(command.Argument, cancellationToken).ConfigureAwait(false),
        Verb.Data => await DataAsync(command.Argument, cancellationToken).ConfigureAwait(false),
        Verb.Bdat => await BdatAsync(command.Argument, cancellationToken).ConfigureAwait(false),
        Verb.Rset => Rset(command.Argument),
        Verb.Noop => Replies.NoopOk,
        Verb.Vrfy => command.Argument.Length > 0 ? Replies.CannotVerify : Replies.WrongArgument, // RFC 5321 §3.5.3
        Verb.Quit => Quit(command.Argument),
        Verb.Queue => await QueueAsync(command.Argument, cancellationToken).ConfigureAwait(false),
        Verb.Expn or Verb.Help => Replies.NotImplemented,
        _ => Replies.UnknownCommand,
    };

    SmtpReply Hello(CommandLine command)
    {
        // RFC 2033 §4.1: LMTP has LHLO and neither HELO nor EHLO.
        if (command.Verb == Verb.Lhlo != (options.Protocol == ServerProtocol.Lmtp))
            return Replies.UnknownCommand;
        if (command.Argument.Length == 0)
            return Replies.WrongArgument;
        transaction.Reset(); // RFC 5321 §4.1.4
        waitingSince = IsIntroduced ? waitingSince : options.TimeProvider.GetTimestamp();
        client = client with { Name = command.Argument };
        isExtended = command.Verb != Verb.Helo;
        return isExtended
            ? new SmtpReply(250, null, [$"{options.HostName} greets {client.Name}", .. Capabilities.Lines(options, client.IsEncrypted)])
            : new SmtpReply(250, null, options.HostName);
    }

    async ValueTask<SmtpReply?> StartTlsAsync(string argument, CancellationToken cancellationToken)
    {
        var refusal = argument.Length > 0 ? Replies.NoArgument
            : client.IsEncrypted ? Replies.TlsAlready
            : options.TlsMode != TlsMode.StartTls ? Replies.NotImplemented
            : null;
        if (refusal is not null)
            return refusal;
        if (!connection.Buffered.IsEmpty)
        {
            // Commands sent in the clear must not be executed as if they had come over TLS (CVE-2011-0411).
            isOver = true;
            return Replies.PipelinedStartTls;
        }
        Write(Replies.StartTlsReady);
        await connection.FlushAsync(cancellationToken).ConfigureAwait(false);
        await UpgradeAsync(cancellationToken).ConfigureAwait(false);
        return null;
    }

    async ValueTask UpgradeAsync(CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tls);
        var sha256 = await connection.UpgradeAsync(tls, cancellationToken).ConfigureAwait(false);
        // RFC 3207 §4.2: forget what was said in the clear.
        client = client with { Name = "", UserName = null, IsEncrypted = true, CertificateSha256 = sha256 };
        isExtended = false;
        waitingSince = options.TimeProvider.GetTimestamp();
        transaction.Reset();
    }

    async ValueTask<SmtpReply> AuthAsync(string argument, CancellationToken cancellationToken)
    {
        if (RefuseAuth() is { } refusal)
            return refusal;
        var (reply, userName) = await login.RunAsync(argument, cancellationToken).ConfigureAwait(false);
        client = client with { UserName = userName };
        return reply;
    }

    // RFC 4954 §4: after EHLO, once, and not during a mail transaction.
    SmtpReply? RefuseAuth() =>
        options.CredentialsCheck is null ? Replies.NotImplemented
        : !isExtended ? Replies.HelloFirst
        : client.UserName is not null ? Replies.AuthAlready
        : transaction.IsOpen ? Replies.AuthInTransaction
        : options.RequireTlsForAuth && !client.IsEncrypted ? Replies.AuthNeedsTls
        : null;

    SmtpReply Mail(string argument) =>
        !IsIntroduced ? Replies.HelloFirst
        : options.RequireAuth && client.UserName is null ? Replies.AuthRequired
        : transaction.Mail(client, argument);

    // The handler is not ours: whatever it throws, the client gets a reply.
    async ValueTask<SmtpReply> RcptAsync(string argument, CancellationToken cancellationToken)
    {
        try
        {
            return await transaction.RcptAsync(argument, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            connection.Observe(DialogueSpeaker.Event, $"the handler failed: {e.Message}");
            return Replies.HandlerFailed;
        }
    }

    async ValueTask<SmtpReply?> QueueAsync(string argument, CancellationToken cancellationToken)
    {
        if (options.Queue is not { } handle)
            return Replies.UnknownCommand;
        if (!IsWelcome)
            return IsIntroduced ? Replies.AuthRequired : Replies.HelloFirst;
        try
        {
            return await handle(client, argument, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            connection.Observe(DialogueSpeaker.Event, $"the queue failed: {e.Message}");
            return Replies.HandlerFailed;
        }
    }

    async ValueTask<SmtpReply?> DataAsync(string argument, CancellationToken cancellationToken)
    {
        if (argument.Length > 0)
            return Replies.NoArgument;
        if (transaction.HasContent)
            return Replies.ContentBegun; // RFC 3030 §2: not together with BDAT
        if (transaction.Envelope is not { } envelope)
            return EnvelopeMissing;
        Write(Replies.StartContent);
        await ReceiveAsync(envelope, new DottedContent(connection), cancellationToken).ConfigureAwait(false);
        return null;
    }

    async ValueTask<SmtpReply?> BdatAsync(string argument, CancellationToken cancellationToken)
    {
        if (!options.Offers(SmtpExtensions.Chunking))
            return Replies.NotImplemented;
        if (!Chunk.TryParse(argument, out var chunk))
            return LoseSync();
        if (transaction.Envelope is not { } envelope)
        {
            // RFC 3030 §2: the octets come anyway, and are discarded.
            await connection.SkipAsync(chunk.Size, IsWelcome ? options.MessageTimeout : Patience(), cancellationToken).ConfigureAwait(false);
            return EnvelopeMissing;
        }
        await ReceiveAsync(envelope, new ChunkedContent(connection, chunk, NextChunkAsync), cancellationToken).ConfigureAwait(false);
        return null;
    }

    // Content follows, but how much is unknown: nothing of it may be executed as a command.
    SmtpReply LoseSync()
    {
        Write(Replies.ChunkSyntax);
        isOver = true;
        return Replies.OutOfSync;
    }

    SmtpReply EnvelopeMissing => transaction.IsOpen ? Replies.RcptFirst : Replies.MailFirst;

    async ValueTask ReceiveAsync(MailEnvelope envelope, IContentSource source, CancellationToken cancellationToken)
    {
        transaction.HasContent = true;
        limits.NoteContent();
        var replies = await reception.ReceiveAsync(envelope, source, cancellationToken).ConfigureAwait(false);
        transaction.Reset();
        foreach (var reply in replies)
            Write(reply);
    }

    /// <summary>Acknowledges a chunk and serves the commands before the next one.</summary>
    /// <exception cref="MailAbandonedException">There is no next one: the client said RSET, EHLO, QUIT or the like.</exception>
    async ValueTask<Chunk> NextChunkAsync(Chunk taken, CancellationToken cancellationToken)
    {
        Acknowledge(taken);
        while (!isOver && transaction.IsOpen)
        {
            if (await ReadCommandAsync(cancellationToken).ConfigureAwait(false) is not { } command)
                continue;
            if (command.Verb == Verb.Bdat && Chunk.TryParse(command.Argument, out var next))
                return next;
            Answer(await AnswerAsync(command, cancellationToken).ConfigureAwait(false));
        }
        throw new MailAbandonedException();
    }

    void Acknowledge(Chunk taken)
    {
        var reply = Replies.ChunkTaken(taken.Size);
        if (taken.Size == 0)
        {
            Answer(reply); // no progress
            return;
        }
        Write(reply);
        limits.NoteContent();
    }

    SmtpReply Rset(string argument)
    {
        if (argument.Length > 0)
            return Replies.NoArgument;
        transaction.Reset();
        return Replies.ResetOk;
    }

    SmtpReply Quit(string argument)
    {
        isOver = argument.Length == 0;
        return isOver ? Replies.Bye : Replies.NoArgument;
    }

    void Answer(SmtpReply? reply)
    {
        if (reply is null)
            return;
        Write(reply);
        if (limits.Count(reply) is { } farewell && !isOver)
        {
            Write(farewell);
            isOver = true;
        }
    }

    void Write(SmtpReply reply) => connection.Write(reply, options.Offers(SmtpExtensions.EnhancedStatusCodes));
}
