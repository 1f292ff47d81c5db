namespace Msmtp.Hosting;

/// <summary>
/// The stage of <see cref="SendPipeline"/> around the delivery for an account with a queue. Usually it tries first, keeps the body aside
/// meanwhile, and queues the mail for those recipients for whom another attempt may succeed; everybody else is reported as without a queue.
/// A mail with a key, or for an account that wants it so, is queued before it is tried. For one mail.
/// </summary>
/// <param name="plugins">Provide the queue.</param>
/// <param name="delivery">Tries to deliver.</param>
/// <param name="account">The account.</param>
/// <param name="order">What the sender says about queueing.</param>
sealed class QueueStage(PluginRegistry plugins, Failover delivery, ResolvedAccount account, QueueOrder order)
{
    readonly PluginContext context = account.Context;
    IMailQueue? queue;

    AccountSettings Settings => context.Account.Settings;

    IMailQueue Queue => queue ??= Open();

    /// <summary>The body as it was submitted, for a mail with a key; null: it has none.</summary>
    public DigestedBody? Submitted { get; init; }

    /// <summary>The recipients as they were submitted.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>A filter has made the body: what it was made of can be read again, but is not what is sent.</summary>
    public bool IsFiltered { get; init; }

    /// <summary>The mail is passed through the queue, whatever its server would say.</summary>
    bool IsPutFirst => order.Key is not null || order.IsForQueueOnly || Settings.Get(QueueSettings.Use) == QueueUse.Always;

    /// <summary>Tries to deliver, or queues. Whatever becomes of the mail is in the outcome; nothing is thrown but for a wrong request.</summary>
    /// <exception cref="MailException">The mail cannot be queued for this request, whatever its server says.</exception>
    public ValueTask<DeliveryOutcome> SendAsync(ComposedMail mail, CancellationToken cancellationToken)
    {
        if (order.SecretOverride() is { } command)
            throw new MailException(new DeliveryFailure(
                ExitCode.Usage, DeliveryStage.Configure, $"{command} on the command line and a queue do not go together: a queue keeps no secret")
            {
                Advice = "write it into the msmtprc, or use passwordeval; \"--queue=off\" sends this mail without a queue",
            });
        if (order.Key is not null && Settings.Get(QueueSettings.Use) == QueueUse.Off)
            throw new MailException(ExitCode.Usage, DeliveryStage.Configure, "a mail with a key needs a queue: write \"queue on\"");
        if (mail.Stopped is not null)
            return delivery.SendAsync(account, mail, cancellationToken);
        return IsPutFirst ? PutFirstAsync(mail.Mail, cancellationToken) : TryFirstAsync(mail, cancellationToken);
    }

    async ValueTask<DeliveryOutcome> TryFirstAsync(ComposedMail mail, CancellationToken cancellationToken)
    {
        using var kept = new KeptBody(mail.Mail.Content.Body, CreateDraft, IsFiltered ? null : order.Reopen);
        var content = mail.Mail.Content with { Body = kept };
        var tried = mail with { Mail = mail.Mail with { Content = content, OnRefusal = PartialRefusal.Continue } };
        var outcome = await delivery.SendAsync(account, tried, cancellationToken).ConfigureAwait(false);
        if (outcome.Record.Result.IsSuccess || kept.HasFailed || cancellationToken.IsCancellationRequested)
            return outcome;
        var judgement = QueueJudgement.Of(outcome.Record.Result);
        if (judgement.Waiting.Count + judgement.Unknown.Count == 0)
            return outcome;
        try
        {
            return await QueueAsync(outcome, judgement, kept, content).ConfigureAwait(false);
        }
        catch (MailException e)
        {
            // The mail is not safe, so its sender hears what has stopped it, as without a queue, and why the queue did not help.
            Tell(e);
            return outcome;
        }
    }

    void Tell(MailException e) =>
        context.Notify(PluginNotice.Of(new MailException(e.Failure with { Message = $"the mail cannot be queued: {e.Message}" }, e)));

    // Not cancelled: the attempt is over, and the mail would be lost.
    async ValueTask<DeliveryOutcome> QueueAsync(DeliveryOutcome outcome, QueueJudgement judgement, KeptBody kept, MessageContent content)
    {
        var body = await kept.OpenAsync(CancellationToken.None).ConfigureAwait(false);
        var draft = kept.Draft;
        Stream? second = null;
        var isSplit = judgement is { Unknown.Count: > 0, Waiting.Count: > 0 } && Settings.Get(QueueSettings.HoldsUnknown);
        if (isSplit)
        {
            draft = await CopyAsync(body).ConfigureAwait(false);
            body = draft;
            second = await CopyAsync(body).ConfigureAwait(false);
        }
        // Those who may have it are held, and hold up nobody.
        using var closing = second;
        var first = isSplit ? judgement.Waiting : judgement.All();
        var id = await PutAsync(first, isSplit ? 0 : judgement.Unknown.Count, body, draft).ConfigureAwait(false);
        var result = QueueJudgement.Queued(outcome.Record.Result, first, id);
        if (second is not null)
        {
            try
            {
                await PutAsync(judgement.Unknown, judgement.Unknown.Count, second, second).ConfigureAwait(false);
                result = QueueJudgement.Queued(result, judgement.Unknown, id);
            }
            catch (MailException e)
            {
                // The others are safe, and must not be sent the mail again.
                Tell(e);
            }
        }
        return outcome with { Record = outcome.Record with { Result = result, QueueId = id } };

        async ValueTask<string> PutAsync(IReadOnlyList<ForwardPath> to, int unknown, Stream octets, Stream? whole)
        {
            var isHeld = unknown > 0 && Settings.Get(QueueSettings.HoldsUnknown);
            var receipt = await Queue.PutAsync(
                Submission(outcome.Record.Envelope.WithRecipients(to), content with { Body = octets }) with
                {
                    Draft = whole,
                    MessageId = outcome.Record.MessageId,
                    NextAttempt = isHeld ? null : context.Time.GetUtcNow() + QueueSchedule.Delay(1, 2 * Random.Shared.NextDouble() - 1),
                    Attempts = 1,
                    LastFailure = FailureOf(outcome.Record.Result, to),
                    IsHeld = isHeld,
                    IsUnknown = unknown > 0,
                },
                CancellationToken.None).ConfigureAwait(false);
            return receipt.Id;
        }
    }

    // Others may have been refused for other reasons; where the failure of the whole is about one of these, it says more.
    // RFC 2033 §4.2: with LMTP each recipient has a reply to the message.
    static DeliveryFailure? FailureOf(SendResult result, IReadOnlyList<ForwardPath> waiting)
    {
        foreach (var recipient in result.Recipients)
            if (recipient.Failure is { } own && waiting.Contains(recipient.Recipient))
                return own.Reply == result.Failure?.Reply ? result.Failure : own;
        if (result.Failure is { Reply: null } failure)
            foreach (var recipient in result.Recipients)
                if (recipient.Reply is { IsPositive: false } reply && waiting.Contains(recipient.Recipient))
                    return failure with { Reply = reply };
        return result.Failure;
    }

    async ValueTask<DeliveryOutcome> PutFirstAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        using var kept = new KeptBody(mail.Content.Body, CreateDraft, reopen: null);
        Stream? draft = null;
        try
        {
            var body = await kept.OpenAsync(cancellationToken).ConfigureAwait(false);
            QueueKey? key = null;
            if (Submitted is not null)
            {
                // The key is part of what is put, and depends on all of the message.
                body = draft = await CopyAsync(body).ConfigureAwait(false);
                key = new QueueKey(order.Key ?? "", await Submitted.DigestAsync(mail.Envelope.From, Recipients, cancellationToken).ConfigureAwait(false));
            }
            var receipt = await Queue.PutAsync(
                Submission(mail.Envelope, mail.Content with { Body = body }) with { Draft = draft, Key = key, MessageId = IdOf(mail) },
                cancellationToken).ConfigureAwait(false);
            // Whoever submits to a service hears it from his own program.
            if (receipt.WasKnown && order.Submitter is null)
                context.Notify(Known(order.Key ?? "", receipt.Id));
            var recipients = new RecipientOutcome[mail.Envelope.To.Count];
            for (var i = 0; i < recipients.Length; i++)
                recipients[i] = new RecipientOutcome(mail.Envelope.To[i], SendOutcome.Queued);
            var result = new SendResult(SendOutcome.Queued, recipients) { MessageSize = mail.Content.HeaderBlock.Length + kept.Count, QueueId = receipt.Id, WasKnown = receipt.WasKnown };
            return new DeliveryOutcome(MailDelivery.Record(context, mail, result) with { QueueId = receipt.Id });
        }
        catch (MailException e)
        {
            return new DeliveryOutcome(MailDelivery.Record(context, mail, SendResult.Of(kept.HasFailed ? e.Failure : NotQueued(e.Failure), mail.Envelope.To))) { Cause = e };
        }
        catch (OperationCanceledException e)
        {
            return new DeliveryOutcome(MailDelivery.Record(context, mail, SendResult.Of(MailDelivery.Cancelled, mail.Envelope.To))) { Cause = e };
        }
        finally
        {
            draft?.Dispose();
        }
    }

    // A key that belongs to another mail is a mistake, and so is a queue that cannot be: trying again does not help.
    static DeliveryFailure NotQueued(DeliveryFailure failure) => failure.ExitCode is ExitCode.DataErr or ExitCode.Config
        ? failure
        : failure with { ExitCode = ExitCode.TempFail, IsTemporary = true, Message = $"the mail cannot be queued: {failure.Message}" };

    /// <summary>What the sender of a mail is told that was accepted before.</summary>
    public static HostNotice Known(string key, string id) => new($"a mail with the key {key} was accepted before, as {id}: this one is not sent again");

    IMailQueue Open()
    {
        order.Storing();
        return MailQueues.Of(plugins, context);
    }

    QueueSubmission Submission(SmtpEnvelope envelope, MessageContent content) =>
        new(envelope, content, MailOrigins.Of(account.Written, order.Overrides(), plugins.Settings, MailOrigins.CurrentFolder())) { Submitter = order.Submitter };

    Stream CreateDraft() => Queue.CreateDraft();

    async ValueTask<Stream> CopyAsync(Stream body)
    {
        var copy = Queue.CreateDraft();
        await body.CopyToAsync(copy, CancellationToken.None).ConfigureAwait(false);
        if (body.CanSeek)
            body.Position = 0;
        copy.Position = 0;
        return copy;
    }

    static string? IdOf(OutgoingMail mail) => MessageIdSearch.In(mail.Content.HeaderBlock.Span);
}
