using System.Runtime.CompilerServices;

namespace Msmtp.Transport.Smtp;

/// <summary>
/// Sends one mail over a session: MAIL, RCPT, DATA and the message (RFC 5321 §3.3), pipelined if the server supports it (RFC 2920); in
/// LMTP with a reply for each recipient after the message (RFC 2033 §4.2).
/// </summary>
sealed class MailTransaction(SmtpConnection connection, OutgoingMail mail, WireEnvelope envelope, TransactionTerms terms)
{
    // As many as msmtp sends at once. It limits what both sides have to buffer while neither reads (RFC 2920 §3.1).
    const int MaxGroup = 100;

    readonly IReadOnlyList<ForwardPath> recipients = mail.Envelope.To;
    readonly RecipientResult[] results = Unasked(mail.Envelope.To);
    readonly List<int> accepted = [];
    DeliveryFailure? refusal;

    /// <summary>All replies have been read: the session can be used for another mail.</summary>
    public bool IsSettled { get; private set; }

    int Last => recipients.Count + 1;

    /// <summary>Sends the mail.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<DeliveryReport> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!await EnvelopeAsync(cancellationToken).ConfigureAwait(false))
                return Report();
            var size = await connection.SendMessageAsync(mail, cancellationToken).ConfigureAwait(false);
            return terms.Protocol == MailProtocol.Lmtp
                ? await LmtpVerdictsAsync(size, cancellationToken).ConfigureAwait(false)
                : await VerdictAsync(size, cancellationToken).ConfigureAwait(false);
        }
        catch (MailException e) when (refusal is not null)
        {
            // It applies to the remaining recipients; those refused before stay refused.
            throw new MailException(SendResult.Of(new DeliveryReport(results) { Failure = e.Failure }), e.InnerException);
        }
    }

    // True: the server waits for the message. False: no recipient is left.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    async ValueTask<bool> EnvelopeAsync(CancellationToken cancellationToken)
    {
        for (var (start, end) = (0, 0); start <= Last; start = end)
        {
            if (start == Last && accepted.Count == 0)
                return Stop(isSettled: true);
            end = Math.Min(start + (terms.Pipelining ? MaxGroup : 1), Last + 1);
            await connection.SendAsync(StageOf(start), Commands(start, end), cancellationToken).ConfigureAwait(false);
            for (var i = start; i < end; i++)
            {
                var reply = await connection.ReadReplyAsync(StageOf(i), cancellationToken).ConfigureAwait(false);
                if (i == Last)
                    return await DataAsync(reply, cancellationToken).ConfigureAwait(false);
                if (!Take(i, reply))
                    return Stop(isSettled: i == end - 1);
            }
        }
        throw new InvalidOperationException("an envelope ends with DATA");
    }

    // The commands by number: MAIL, RCPT for each recipient, DATA.
    Command[] Commands(int start, int end)
    {
        var commands = new Command[end - start];
        for (var i = start; i < end; i++)
            commands[i - start] = CommandAt(i);
        return commands;
    }

    Command CommandAt(int number)
    {
        if (number == 0)
            return Command.Mail(envelope.From, new MailParameters
            {
                Return = terms.Dsn.ReturnOf(mail.Envelope),
                EnvelopeId = terms.Dsn.IdOf(mail.Envelope),
                Key = mail.Key is { } key ? Xtext.Encode(key) : null,
                IsInternational = envelope.IsInternational,
                IsEightBit = envelope.IsEightBit,
            });
        if (number == Last)
            return Command.Data;
        var to = envelope.To[number - 1];
        return Command.Rcpt(to, terms.Dsn.NotifyOf(to), terms.Dsn.OriginalOf(to));
    }

    DeliveryStage StageOf(int number) => number == 0 ? DeliveryStage.Mail : number == Last ? DeliveryStage.Data : DeliveryStage.Rcpt;

    // False: the mail ends here, whatever replies are still to come.
    bool Take(int number, ServerReply reply)
    {
        if (number == 0)
            return reply.Code == 250
                ? true
                : throw Refused(DeliveryStage.Mail, $"envelope from address {mail.Envelope.From.Address} not accepted by the server", reply);

        var recipient = number - 1;
        var path = recipients[recipient];
        var isAccepted = reply.Code is 250 or 251;
        var failure = isAccepted ? null : Refused(DeliveryStage.Rcpt, $"recipient address {path.Address} not accepted by the server", reply).Failure;
        results[recipient] = new RecipientResult(path, reply) { IsAccepted = isAccepted, Failure = failure };
        if (isAccepted)
        {
            accepted.Add(recipient);
            return true;
        }
        refusal ??= failure;
        return mail.OnRefusal == PartialRefusal.Continue;
    }

    async ValueTask<bool> DataAsync(ServerReply reply, CancellationToken cancellationToken)
    {
        if (accepted.Count > 0)
            return reply.Code == 354 ? true : throw Refused(DeliveryStage.Data, "the server does not accept mail data", reply);

        // RFC 2920 §3.1: DATA was sent before the refusals arrived. A server that asks for the message gets an empty one.
        if (reply.Code == 354)
            await connection.ExchangeAsync(DeliveryStage.Data, Command.LoneDot, cancellationToken).ConfigureAwait(false);
        return Stop(isSettled: true);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    async ValueTask<DeliveryReport> VerdictAsync(long size, CancellationToken cancellationToken)
    {
        var final = await connection.ReadVerdictAsync(cancellationToken).ConfigureAwait(false);
        if (!final.IsPositive)
            throw new MailException(NotAccepted("the server did not accept the mail", final) with { Reply = final });
        // RFC 5321 §3.8: 421 may follow any reply. Any other refusal contradicts it, so one of the two came early.
        if (connection.Unasked is { Code: >= 400 and not 421 } other)
            throw new MailException(new DeliveryFailure(ExitCode.Protocol, DeliveryStage.EndOfData, "the server accepted the mail and refused it")
            {
                Reply = other,
                MayHaveBeenDelivered = true,
            });
        IsSettled = true;
        return Report(size, final);
    }

    async ValueTask<DeliveryReport> LmtpVerdictsAsync(long size, CancellationToken cancellationToken)
    {
        // The replies to RCPT no longer decide.
        foreach (var recipient in accepted)
            results[recipient] = new RecipientResult(recipients[recipient], null);
        try
        {
            foreach (var recipient in accepted)
                Decide(recipient, await connection.ReadVerdictAsync(cancellationToken).ConfigureAwait(false));
            IsSettled = true;
        }
        catch (MailException e) when (results[accepted[0]].Reply is not null)
        {
            // Some recipients have it, and must not get it again: report what is known instead of losing it.
            refusal = e.Failure;
        }
        return Report(size);
    }

    void Decide(int recipient, ServerReply verdict)
    {
        results[recipient] = new RecipientResult(recipients[recipient], verdict) { IsAccepted = verdict.IsPositive };
        if (verdict.IsPositive)
            return;
        var failure = NotAccepted("delivery to one or more recipients failed", verdict);
        refusal = failure with { MayHaveBeenDelivered = failure.MayHaveBeenDelivered || refusal is { MayHaveBeenDelivered: true } };
    }

    // RFC 5321 §4.2.1: after the message only 4yz and 5yz say that it was not accepted.
    DeliveryFailure NotAccepted(string message, ServerReply reply) => new(ExitCode.Unavailable, DeliveryStage.EndOfData, message)
    {
        MayHaveBeenDelivered = reply.Code is not (>= 400 and < 600),
        Advice = reply.Code >= 400 ? ReplyAdvice.For(DeliveryStage.EndOfData, reply, terms.Settings) : null,
    };

    bool Stop(bool isSettled)
    {
        IsSettled = isSettled;
        return false;
    }

    DeliveryReport Report(long size = 0, ServerReply? final = null) =>
        new(results) { Failure = Whole(refusal), FinalReply = final, MessageSize = size, Session = terms.Session };

    // The first refusal is reported; the server may have said later that it cannot go on.
    DeliveryFailure? Whole(DeliveryFailure? failure) =>
        failure is { ClosingReply: null } && connection.Closing is { } closing && failure.Reply != closing ? failure with { ClosingReply = closing } : failure;

    static RecipientResult[] Unasked(IReadOnlyList<ForwardPath> recipients)
    {
        var results = new RecipientResult[recipients.Count];
        for (var i = 0; i < results.Length; i++)
            results[i] = new RecipientResult(recipients[i], null);
        return results;
    }

    MailException Refused(DeliveryStage stage, string message, ServerReply reply) =>
        new(reply.IsTransient ? ExitCode.Unavailable : ExitCode.DataErr, stage, message, reply)
        {
            Advice = HelloAdvice.RefusedLater(reply) ?? ReplyAdvice.For(stage, reply, terms.Settings),
        };
}

/// <summary>What the session has negotiated for its mails.</summary>
/// <param name="Protocol">Whether there is one reply to the message, or one per recipient.</param>
/// <param name="Pipelining">Commands may be pipelined.</param>
/// <param name="Dsn">The notifications to request.</param>
sealed record TransactionTerms(MailProtocol Protocol, bool Pipelining, DsnTerms Dsn)
{
    /// <summary>How the server is spoken to, for reports; null: that is not to be said.</summary>
    public SessionFacts? Session { get; init; }

    /// <summary>The account's settings, for advice.</summary>
    public AccountSettings Settings { get; init; } = AccountSettings.Empty;
}
