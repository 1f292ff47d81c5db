using System.Net.Security;
using System.Security.Authentication;

namespace Msmtp.Server;

/// <summary>One client from greeting to farewell: reads a command, answers it, and keeps the order of RFC 5321 §4.1.4.</summary>
sealed class SmtpSession(
    SmtpConnection connection, SmtpServerOptions options, SslServerAuthenticationOptions? tls, IMailHandler handler, PasswordGuesses guesses)
{
    readonly MailTransaction transaction = new(options, handler);
    SmtpClientFacts client = new() { Name = "", RemoteEndPoint = connection.RemoteEndPoint };
    readonly string? address = ClientAddress.Of(connection.RemoteEndPoint);
    long waitingSince = options.TimeProvider.GetTimestamp();
    bool isExtended;
    bool isOver;
    int errors;
    int idleCommands;
    int tooManyRecipients;
    int authFailures;

    /// <summary>Serves the client until it leaves, misbehaves for too long, or the server goes down.</summary>
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
        var (status, line) = await connection.ReadLineAsync(Patience(), cancellationToken).ConfigureAwait(false);
        var reply = status switch
        {
            LineStatus.TooLong => Replies.LineTooLong,
            LineStatus.BareLineFeed => Replies.BareLineFeed,
            _ when CommandLine.TryParse(line.Span, out var command) => await AnswerAsync(command, cancellationToken).ConfigureAwait(false),
            _ => Replies.NoCommand,
        };
        if (reply is not null)
        {
            Write(reply);
            Count(reply);
        }
    }

    // One deadline for all of an introduction, and for all of a login where nothing goes without it: NOOP buys no time.
    TimeSpan Patience()
    {
        var isIntroduced = client.Name.Length > 0;
        if (isIntroduced && (!options.RequireAuth || client.UserName is not null))
            return options.CommandTimeout;
        var left = (isIntroduced ? options.CommandTimeout : options.IntroductionTimeout) - options.TimeProvider.GetElapsedTime(waitingSince);
        return left > TimeSpan.Zero ? SmtpConnection.Shorter(left, options.CommandTimeout) : TimeSpan.Zero;
    }

    /// <summary>Obeys a command; returns its reply, or null if all of it is written already.</summary>
    async ValueTask<SmtpReply?> AnswerAsync(CommandLine command, CancellationToken cancellationToken) => command.Verb switch
    {
        Verb.Ehlo or Verb.Helo or Verb.Lhlo => Hello(command),
        Verb.StartTls => await StartTlsAsync(command.Argument, cancellationToken).ConfigureAwait(false),
        Verb.Auth => await AuthAsync(command.Argument, cancellationToken).ConfigureAwait(false),
        Verb.Mail => Mail(command.Argument),
        Verb.Rcpt => await GuardAsync(() => transaction.RcptAsync(command.Argument, cancellationToken), Replies.HandlerFailed, cancellationToken).ConfigureAwait(false),
        Verb.Data => await DataAsync(command.Argument, cancellationToken).ConfigureAwait(false),
        Verb.Rset => Rset(command.Argument),
        Verb.Noop => Replies.NoopOk,
        Verb.Vrfy => command.Argument.Length > 0 ? Replies.CannotVerify : Replies.WrongArgument, // RFC 5321 §3.5.3
        Verb.Quit => Quit(command.Argument),
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
        waitingSince = client.Name.Length == 0 ? options.TimeProvider.GetTimestamp() : waitingSince;
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
            // Commands sent in the clear must not be obeyed as if they had come under TLS (CVE-2011-0411).
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
        client = new SmtpClientFacts { Name = "", RemoteEndPoint = client.RemoteEndPoint, IsEncrypted = true, CertificateSha256 = sha256 };
        isExtended = false;
        waitingSince = options.TimeProvider.GetTimestamp();
        transaction.Reset();
    }

    async ValueTask<SmtpReply> AuthAsync(string argument, CancellationToken cancellationToken)
    {
        var words = argument.Split(' ');
        var mechanism = words[0].ToUpperInvariant();
        if (RefuseAuth(words, mechanism) is { } early)
            return early;
        var dialogue = new AuthDialogue(connection, options);
        var (credentials, refusal) = await dialogue.RunAsync(mechanism, words.ElementAtOrDefault(1), cancellationToken).ConfigureAwait(false);
        return credentials is null ? refusal ?? Replies.AuthFailed : await JudgeAsync(credentials, cancellationToken).ConfigureAwait(false);
    }

    async ValueTask<SmtpReply> JudgeAsync(SmtpCredentials credentials, CancellationToken cancellationToken)
    {
        if (!guesses.TryBegin(address))
            return Replies.AuthTooOften;
        var reply = await GuardAsync(() => CheckAsync(credentials, cancellationToken), Replies.AuthUnavailable, cancellationToken).ConfigureAwait(false);
        if (reply != Replies.AuthFailed)
        {
            guesses.TakeBack(address);
            return reply;
        }
        await Task.Delay(options.AuthFailureDelay, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        authFailures++;
        return reply;
    }

    async ValueTask<SmtpReply> CheckAsync(SmtpCredentials credentials, CancellationToken cancellationToken)
    {
        if (options.CredentialsCheck is not { } check || !await check(credentials, cancellationToken).ConfigureAwait(false))
            return Replies.AuthFailed;
        client = client with { UserName = credentials.UserName };
        return Replies.AuthSucceeded;
    }

    // RFC 4954 §4: after EHLO, once, and not within a mail.
    SmtpReply? RefuseAuth(string[] words, string mechanism) =>
        options.CredentialsCheck is null ? Replies.NotImplemented
        : !isExtended ? Replies.HelloFirst
        : client.UserName is not null ? Replies.AuthAlready
        : transaction.IsOpen ? Replies.AuthInTransaction
        : options.RequireTlsForAuth && !client.IsEncrypted ? Replies.AuthNeedsTls
        : mechanism.Length == 0 || words.Length > 2 ? Replies.WrongArgument
        : !options.Mechanisms.Contains(mechanism) ? Replies.UnknownMechanism
        : null;

    SmtpReply Mail(string argument) =>
        client.Name.Length == 0 ? Replies.HelloFirst
        : options.RequireAuth && client.UserName is null ? Replies.AuthRequired
        : transaction.Mail(client, argument);

    async ValueTask<SmtpReply?> DataAsync(string argument, CancellationToken cancellationToken)
    {
        if (argument.Length > 0)
            return Replies.NoArgument;
        if (transaction.Envelope is not { } envelope)
            return transaction.IsOpen ? Replies.RcptFirst : Replies.MailFirst;
        Write(Replies.StartContent);
        idleCommands = 0;
        var replies = await new MessageReception(connection, options, handler).ReceiveAsync(envelope, cancellationToken).ConfigureAwait(false);
        transaction.Reset();
        foreach (var reply in replies)
            Write(reply);
        return null;
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

    // The handler and the check of credentials are foreign code: whatever they throw, the client gets a reply.
    async ValueTask<SmtpReply> GuardAsync(Func<ValueTask<SmtpReply>> foreign, SmtpReply otherwise, CancellationToken cancellationToken)
    {
        try
        {
            return await foreign().ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            connection.Observe(DialogueSpeaker.Event, $"the handler failed: {e.Message}");
            return otherwise;
        }
    }

    void Count(SmtpReply reply)
    {
        // RFC 5321 §4.5.3.1.10 has clients go on with what was taken; who goes on with recipients instead is in error sooner or later.
        var isError = reply.Code >= 500 || reply == Replies.TooManyRecipients && ++tooManyRecipients > options.MaxRecipients;
        errors += isError ? 1 : 0;
        idleCommands += reply == Replies.RcptOk ? 0 : 1;
        var farewell = authFailures >= options.MaxAuthFailures ? Replies.TooManyAuthFailures
            : errors > options.MaxErrors ? Replies.TooManyErrors
            : idleCommands > options.MaxIdleCommands ? Replies.TooManyIdleCommands
            : null;
        if (farewell is not null && !isOver)
        {
            Write(farewell);
            isOver = true;
        }
    }

    void Write(SmtpReply reply) => connection.Write(reply, options.Offers(SmtpExtensions.EnhancedStatusCodes));
}
