using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MimeKit;

namespace Msmtp.Transport.MailKit;

/// <summary>A session of MailKit's client, which sends one mail after another.</summary>
sealed class MailKitTransport : ITransport
{
    static readonly TimeSpan Farewell = TimeSpan.FromSeconds(10);

    readonly Client client;
    readonly Dialogue dialogue;
    readonly PluginContext context;
    bool isSettled = true;
    bool isClosed;

    MailKitTransport(Client client, Dialogue dialogue, PluginContext context)
    {
        this.client = client;
        this.dialogue = dialogue;
        this.context = context;
    }

    SessionFacts? Session { get; init; }

    /// <summary>Opens the session that the account describes.</summary>
    public static async ValueTask<ITransport> OpenAsync(PluginContext context, CancellationToken cancellationToken)
    {
        if (Limits.Fault(context.Account.Settings) is { } fault)
            throw new MailException(ExitCode.Config, DeliveryStage.Configure, fault);
        var dialogue = new Dialogue(context.Trace);
        var client = new Client(dialogue);
        try
        {
            var authentication = await new Opening(client, dialogue, context).RunAsync(cancellationToken).ConfigureAwait(false);
            return new MailKitTransport(client, dialogue, context) { Session = Facts(client, authentication) };
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    public async ValueTask<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        // An unsolicited reply would be taken for the reply to the next command.
        if (!isSettled || !client.IsConnected || client.HasSpoken)
            return false;
        isSettled = false;
        using var patience = new Patience(context.Account.Settings.Get(CommonSettings.Timeout), context.Time, cancellationToken);
        try
        {
            await client.NoOpAsync(patience.Token).ConfigureAwait(false);
            isSettled = true;
        }
        catch (Exception e) when (e is ProtocolException or CommandException or IOException or ServiceNotConnectedException)
        {
            // Whatever it is, no mail has failed: the host opens another connection.
        }
        catch (OperationCanceledException) when (patience.IsTimeout)
        {
        }
        return isSettled;
    }

    public async ValueTask<DeliveryReport> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mail);
        cancellationToken.ThrowIfCancellationRequested();
        var addresses = Addresses.Of(mail.Envelope, client.Capabilities.HasFlag(SmtpCapabilities.UTF8));
        using var patience = new Patience(context.Account.Settings.Get(CommonSettings.Timeout), context.Time, cancellationToken);
        using var message = new RawMessage(mail.Content, patience, CheckBeforeEnd);
        Begin(mail, patience);
        try
        {
            return await HandOverAsync(mail, message, addresses, patience, cancellationToken).ConfigureAwait(false);
        }
        catch (MailException e) when (Report(mail) is { IsComplete: false } told)
        {
            // It applies to the remaining recipients; those refused before stay refused.
            throw new MailException(SendResult.Of(told with { Failure = e.Failure }), e.InnerException);
        }
        finally
        {
            dialogue.Patience = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (isClosed)
            return;
        isClosed = true;
        using var patience = new CancellationTokenSource(Farewell, context.Time);
        try
        {
            await client.DisconnectAsync(isSettled, patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ProtocolException or CommandException or IOException or OperationCanceledException)
        {
            // The mail's outcome is already known.
        }
        client.Dispose();
    }

    async ValueTask<DeliveryReport> HandOverAsync(
        OutgoingMail mail, RawMessage message, Addresses addresses, Patience patience, CancellationToken cancellationToken)
    {
        try
        {
            var text = await client.SendAsync(FormatOptions.Default, message.Message, addresses.From, addresses.To, patience.Token)
                .ConfigureAwait(false);
            isSettled = dialogue.RepliesToEnd == 1;
            // RFC 5321 §3.8: 421 may follow any reply. Any other refusal contradicts it, so one of the two came early.
            if (!isSettled && dialogue.TakeReply() is { Code: >= 400 and not 421 } other)
                throw Contradicted(other);
            return Report(mail) with { FinalReply = ReplyText.Of(250, text), MessageSize = message.Size };
        }
        // RFC 5321 §4.2.1: the first digit says that it was accepted. MailKit insists on 250.
        catch (SmtpCommandException e) when (e.ErrorCode == SmtpErrorCode.MessageNotAccepted && (int)e.StatusCode is >= 200 and < 300)
        {
            isSettled = client.IsConnected;
            return Report(mail) with { FinalReply = Said(e, null), MessageSize = message.Size };
        }
        catch (SmtpCommandException) when (Stopped(mail))
        {
            isSettled = client.IsConnected;
            return Report(mail);
        }
        catch (Exception e) when (e is not MailException)
        {
            isSettled = e is SmtpCommandException && client.IsConnected;
            // If time is up while the final dot is being sent, it is unknown whether it was.
            var isOpen = dialogue.HasSentEnd || e is OperationCanceledException && message.IsWritten;
            throw Failure(mail, e, isOpen, cancellationToken);
        }
    }

    static SessionFacts Facts(Client client, AuthenticationResult? authentication) => client.IsEncrypted
        ? new SessionFacts { TlsProtocol = client.SslProtocol, TlsCipherSuite = client.SslCipherSuite, Authentication = authentication }
        : new SessionFacts { Authentication = authentication };

    void Begin(OutgoingMail mail, Patience patience)
    {
        isSettled = false;
        client.Answers.Clear();
        client.OnRefusal = mail.OnRefusal;
        dialogue.Begin();
        dialogue.TakeReply();
        dialogue.Patience = patience;
    }

    // MailKit may already have read some of it, and would take the rest for the mail's reply.
    void CheckBeforeEnd()
    {
        dialogue.CheckBeforeEnd();
        if (!client.HasSpoken)
            return;
        var line = client.Peek();
        if (line is [])
            throw new IOException("the server has hung up");
        throw Dialogue.OutOfTurn(line is not null && ReplyText.IsLine(line) ? ReplyText.Read(Encoding.UTF8.GetString(line).TrimEnd('\r')) : null);
    }

    // Recipients were refused, and none is left, or a single refusal is to stop the mail.
    bool Stopped(OutgoingMail mail)
    {
        var results = Report(mail).Recipients;
        var refused = results.Count(static result => result is { IsAccepted: false, Reply: not null });
        return !dialogue.HasSentEnd && refused > 0 && (mail.OnRefusal == PartialRefusal.Abort || refused == results.Count);
    }

    DeliveryReport Report(OutgoingMail mail)
    {
        RecipientResult[] results =
            [.. mail.Envelope.To.Select(path => new RecipientResult(path, client.Answers.GetValueOrDefault(path.Address)))];
        var refused = Array.Find(results, static result => result is { IsAccepted: false, Reply: not null });
        return new DeliveryReport(results) { Failure = refused is null ? null : Refusal(refused), Session = Session };
    }

    DeliveryFailure Refusal(RecipientResult refused) => new(
        Verdict(refused.Reply), DeliveryStage.Rcpt, $"recipient address {refused.Recipient.Address} not accepted by the server")
    {
        Reply = refused.Reply,
        Advice = Advice(DeliveryStage.Rcpt, refused.Reply),
    };

    Exception Failure(OutgoingMail mail, Exception e, bool isOpen, CancellationToken cancellationToken)
    {
        var reply = dialogue.TakeReply();
        return e switch
        {
            SmtpCommandException { ErrorCode: SmtpErrorCode.SenderNotAccepted } =>
                Refused(DeliveryStage.Mail, $"envelope from address {mail.Envelope.From.Address} not accepted by the server"),
            SmtpCommandException { ErrorCode: SmtpErrorCode.MessageNotAccepted } => NotAccepted(Said(e, reply), e),
            SmtpCommandException => Refused(DeliveryStage.Data, "the server does not accept mail data"),
            ServiceNotAuthenticatedException =>
                new MailException(ExitCode.NoPerm, DeliveryStage.Mail, "the server wants authentication", reply, e) { Advice = Advice(DeliveryStage.Mail, reply) },
            OperationCanceledException when cancellationToken.IsCancellationRequested && !isOpen => new OperationCanceledException(e.Message, e, cancellationToken),
            OperationCanceledException => Broken(ExitCode.IoErr, "network read error: the operation timed out", isOpen, e),
            IOException => Broken(ExitCode.IoErr, $"the connection broke: {e.Message}", isOpen, e),
            _ => Broken(ExitCode.Protocol, e.Message, isOpen, e),
        };

        MailException Refused(DeliveryStage stage, string message) =>
            new(Verdict(Said(e, reply)), stage, message, Said(e, reply), e) { Advice = Advice(stage, Said(e, reply)) };
    }

    // RFC 5321 §4.2.1: only 4yz and 5yz say that it was not accepted.
    MailException NotAccepted(ServerReply? reply, Exception e) =>
        new(new DeliveryFailure(ExitCode.Unavailable, DeliveryStage.EndOfData, "the server did not accept the mail")
        {
            Reply = reply,
            Advice = reply is { Code: >= 400 } ? Advice(DeliveryStage.EndOfData, reply) : null,
            MayHaveBeenDelivered = reply?.Code is not (>= 400 and < 600),
        }, e);

    static MailException Contradicted(ServerReply other) =>
        new(new DeliveryFailure(ExitCode.Protocol, DeliveryStage.EndOfData, "the server accepted the mail and refused it")
        {
            Reply = other,
            MayHaveBeenDelivered = true,
        });

    string? Advice(DeliveryStage stage, ServerReply? reply) => reply is null ? null : ReplyAdvice.For(stage, reply, context.Account.Settings);

    // Before the end of the message the server has nothing to deliver; after it, the outcome is unknown without a reply.
    MailException Broken(ExitCode exitCode, string message, bool isOpen, Exception e) => new(
        new DeliveryFailure(exitCode, isOpen ? DeliveryStage.EndOfData : DeliveryStage.Data, message)
        {
            MayHaveBeenDelivered = isOpen,
            IsTemporary = !isOpen && (exitCode == ExitCode.IoErr || !client.IsConnected),
        },
        e);

    // The last reply may be the one to RSET; MailKit's exception has the one before.
    static ServerReply? Said(Exception e, ServerReply? last) =>
        e is SmtpCommandException command ? ReplyText.Of((int)command.StatusCode, command.Message) : last;

    static ExitCode Verdict(ServerReply? reply) => reply is { IsTransient: true } ? ExitCode.Unavailable : ExitCode.DataErr;
}
