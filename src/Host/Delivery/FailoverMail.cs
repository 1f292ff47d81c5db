namespace Msmtp.Hosting;

/// <summary>
/// A mail on its ways: knows whether a server may have a part of its message, whether its end was announced, and whom a server has refused, so
/// that another one is not asked again. For one mail.
/// </summary>
sealed class FailoverMail
{
    readonly ComposedMail mail;
    readonly RecipientOutcome?[] refused;
    DeliveryFailure? refusal;
    MessageContent latest;
    bool wasAnnounced;
    bool isEnding;

    public FailoverMail(ComposedMail mail)
    {
        this.mail = mail;
        latest = mail.Mail.Content;
        refused = new RecipientOutcome?[mail.Mail.Envelope.To.Count];
    }

    /// <summary>The whole mail.</summary>
    public OutgoingMail Whole => mail.Mail;

    /// <summary>Whoever wants to know that the message is about to end could not be told: the mail is abandoned.</summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>The mail for the next server, with the recipients who are left.</summary>
    public ComposedMail Next()
    {
        isEnding = false;
        latest = mail.Mail.Content;
        return mail with
        {
            Mail = mail.Mail with { Envelope = Left(), Ending = EndAsync },
            EightBitForm = mail.EightBitForm is { } form ? token => FormAsync(form, token) : null,
        };
    }

    /// <summary>The server may have a part of the message.</summary>
    /// <param name="announcesEnd">Its transport says when it is about to send the end; around another one that says nothing.</param>
    public bool HasBegun(bool announcesEnd) => latest.HasBegun || announcesEnd && isEnding || IsAbandoned;

    /// <summary>Those whom the server has refused for good stay refused.</summary>
    public void Take(SendResult result)
    {
        var at = 0;
        for (var i = 0; i < refused.Length && at < result.Recipients.Count; i++)
        {
            if (refused[i] is not null)
                continue;
            var recipient = result.Recipients[at++];
            if (recipient.Outcome != SendOutcome.Refused)
                continue;
            refused[i] = recipient;
            refusal ??= recipient.Failure ?? result.Failure;
        }
    }

    /// <summary>The result for all recipients.</summary>
    public SendResult Merged(SendResult result)
    {
        if (refusal is null)
            return result;
        var recipients = new RecipientOutcome[refused.Length];
        var at = 0;
        for (var i = 0; i < recipients.Length; i++)
            recipients[i] = refused[i] ?? result.Recipients[at++];
        return result with
        {
            Recipients = recipients,
            Outcome = result.IsSuccess ? SendOutcome.PartlySent : result.Outcome == SendOutcome.NotSent ? SendOutcome.Refused : result.Outcome,
            Failure = result.Failure ?? refusal,
        };
    }

    /// <summary>A result for all recipients, with those whom another server has refused since.</summary>
    public SendResult Overlaid(SendResult result)
    {
        if (refusal is null)
            return result;
        var recipients = new RecipientOutcome[refused.Length];
        for (var i = 0; i < recipients.Length; i++)
            recipients[i] = refused[i] ?? result.Recipients[i];
        return result with { Recipients = recipients };
    }

    SmtpEnvelope Left()
    {
        if (refusal is null)
            return mail.Mail.Envelope;
        var left = new List<ForwardPath>();
        for (var i = 0; i < refused.Length; i++)
            if (refused[i] is null)
                left.Add(mail.Mail.Envelope.To[i]);
        return mail.Mail.Envelope.WithRecipients(left);
    }

    // Whoever has noted once that the mail may be delivered from now on need not note it again.
    async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        isEnding = true;
        if (wasAnnounced || mail.Mail.Ending is not { } ending)
            return;
        IsAbandoned = true;
        await ending(cancellationToken).ConfigureAwait(false);
        (wasAnnounced, IsAbandoned) = (true, false);
    }

    async ValueTask<MessageContent> FormAsync(ContentForm form, CancellationToken cancellationToken) =>
        latest = await form(cancellationToken).ConfigureAwait(false);
}
