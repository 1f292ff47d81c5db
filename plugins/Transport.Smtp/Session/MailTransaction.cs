namespace Msmtp.Transport.Smtp;

/// <summary>
/// One mail over a session that is ready for it: MAIL, RCPT, DATA and the message (RFC 5321 §3.3), grouped where the server
/// allows it (RFC 2920), with a reply for each recipient behind the message in LMTP (RFC 2033 §4.2).
/// </summary>
sealed class MailTransaction(SmtpConnection connection, OutgoingMail mail, WireEnvelope envelope, TransactionTerms terms)
{
    // As many as msmtp groups. It bounds what both sides have to keep while neither reads (RFC 2920 §3.1).
    const int MaxGroup = 100;

    readonly IReadOnlyList<ForwardPath> recipients = mail.Envelope.To;
    readonly RecipientResult[] results = [.. mail.Envelope.To.Select(static path => new RecipientResult(path, null))];
    readonly List<int> accepted = [];
    DeliveryFailure? refusal;

    /// <summary>Every reply that was due has been read: the session can carry another mail.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>Hands the mail over.</summary>
    public async ValueTask<DeliveryReport> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!await EnvelopeAsync(cancellationToken).ConfigureAwait(false))
                return Report();
            var size = await connection.SendMessageAsync(mail.Content, cancellationToken).ConfigureAwait(false);
            return terms.Protocol == MailProtocol.Lmtp
                ? await LmtpVerdictsAsync(size, cancellationToken).ConfigureAwait(false)
                : await VerdictAsync(size, cancellationToken).ConfigureAwait(false);
        }
        catch (MailException e) when (refusal is not null)
        {
            // It ends the mail for those who were left. Whoever was refused before stays refused.
            throw new MailException(SendResult.Of(Report() with { Failure = e.Failure }), e.InnerException);
        }
    }

    // True: the server waits for the message. False: nobody is left to get it.
    async ValueTask<bool> EnvelopeAsync(CancellationToken cancellationToken)
    {
        var steps = Steps();
        for (var (start, end) = (0, 0); start < steps.Length; start = end)
        {
            if (steps[start].Stage == DeliveryStage.Data && accepted.Count == 0)
                return Stop(isSettled: true);
            end = Math.Min(start + (terms.Pipelining ? MaxGroup : 1), steps.Length);
            await connection.SendAsync(steps[start].Stage, Commands(steps.AsSpan(start..end)), cancellationToken).ConfigureAwait(false);
            for (var i = start; i < end; i++)
            {
                var reply = await connection.ReadReplyAsync(steps[i].Stage, cancellationToken).ConfigureAwait(false);
                if (steps[i].Stage == DeliveryStage.Data)
                    return await DataAsync(reply, cancellationToken).ConfigureAwait(false);
                if (!Take(steps[i], reply))
                    return Stop(isSettled: i == end - 1);
            }
        }
        throw new InvalidOperationException("an envelope ends with DATA");
    }

    Step[] Steps()
    {
        var steps = new Step[recipients.Count + 2];
        steps[0] = new Step(DeliveryStage.Mail, Command.Mail(envelope.From, terms.Dsn.Return, envelope.IsInternational, envelope.IsEightBit));
        for (var i = 0; i < recipients.Count; i++)
            steps[i + 1] = new Step(DeliveryStage.Rcpt, Command.Rcpt(envelope.To[i], terms.Dsn.Notify), i);
        steps[^1] = new Step(DeliveryStage.Data, Command.Data);
        return steps;
    }

    static Command[] Commands(ReadOnlySpan<Step> steps)
    {
        var commands = new Command[steps.Length];
        for (var i = 0; i < steps.Length; i++)
            commands[i] = steps[i].Command;
        return commands;
    }

    // False: the mail stops here, whatever is still to come from the server.
    bool Take(Step step, ServerReply reply)
    {
        if (step.Stage == DeliveryStage.Mail)
            return reply.Code == 250
                ? true
                : throw Refused(step.Stage, $"envelope from address {mail.Envelope.From.Address} not accepted by the server", reply);

        var path = recipients[step.Recipient];
        var isAccepted = reply.Code is 250 or 251;
        results[step.Recipient] = new RecipientResult(path, reply) { IsAccepted = isAccepted };
        if (isAccepted)
        {
            accepted.Add(step.Recipient);
            return true;
        }
        refusal ??= Refused(step.Stage, $"recipient address {path.Address} not accepted by the server", reply).Failure;
        return mail.OnRefusal == PartialRefusal.Continue;
    }

    async ValueTask<bool> DataAsync(ServerReply reply, CancellationToken cancellationToken)
    {
        if (accepted.Count > 0)
            return reply.Code == 354 ? true : throw Refused(DeliveryStage.Data, "the server does not accept mail data", reply);

        // RFC 2920 §3.1: DATA went out before the refusals came in. A server that asks for the message gets one of no lines.
        if (reply.Code == 354)
            await connection.ExchangeAsync(DeliveryStage.Data, Command.LoneDot, cancellationToken).ConfigureAwait(false);
        return Stop(isSettled: true);
    }

    async ValueTask<DeliveryReport> VerdictAsync(long size, CancellationToken cancellationToken)
    {
        var final = await connection.ReadVerdictAsync(cancellationToken).ConfigureAwait(false);
        if (!final.IsPositive)
            throw new MailException(NotAccepted("the server did not accept the mail", final) with { Reply = final });
        // RFC 5321 §3.8: 421 may stand behind every reply. Another refusal contradicts it, and one of the two came early.
        if (connection.Unasked is { Code: >= 400 and not 421 } other)
            throw new MailException(new DeliveryFailure(ExitCode.Protocol, DeliveryStage.EndOfData, "the server accepted the mail and refused it")
            {
                Reply = other,
                MayHaveBeenDelivered = true,
            });
        IsSettled = true;
        return Report() with { FinalReply = final, MessageSize = size };
    }

    async ValueTask<DeliveryReport> LmtpVerdictsAsync(long size, CancellationToken cancellationToken)
    {
        // What was said to RCPT does not decide any more.
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
            // Some have it and must not get it again: report what is known instead of losing it.
            refusal = e.Failure;
        }
        return Report() with { MessageSize = size };
    }

    void Decide(int recipient, ServerReply verdict)
    {
        results[recipient] = new RecipientResult(recipients[recipient], verdict) { IsAccepted = verdict.IsPositive };
        if (verdict.IsPositive)
            return;
        var failure = NotAccepted("delivery to one or more recipients failed", verdict);
        refusal = failure with { MayHaveBeenDelivered = failure.MayHaveBeenDelivered || refusal is { MayHaveBeenDelivered: true } };
    }

    // RFC 5321 §4.2.1: behind the message only 4yz and 5yz say that it was not taken.
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

    DeliveryReport Report() => new(results) { Failure = refusal };

    MailException Refused(DeliveryStage stage, string message, ServerReply reply) =>
        new(reply.IsTransient ? ExitCode.Unavailable : ExitCode.DataErr, stage, message, reply)
        {
            Advice = HelloAdvice.RefusedLater(reply) ?? ReplyAdvice.For(stage, reply, terms.Settings),
        };

    // A class: the framework has its own code for sequences of classes ready, the managed host would compile 10 methods for a structure.
    sealed record Step(DeliveryStage Stage, Command Command, int Recipient = -1);
}

/// <summary>What the session has settled for its mails.</summary>
/// <param name="Protocol">Whether the message is answered once or per recipient.</param>
/// <param name="Pipelining">Commands may be grouped.</param>
/// <param name="Dsn">The notifications asked for; the server knows DSN if there are any.</param>
sealed record TransactionTerms(MailProtocol Protocol, bool Pipelining, DsnRequest Dsn)
{
    /// <summary>The account's settings, for advice.</summary>
    public AccountSettings Settings { get; init; } = AccountSettings.Empty;
}
