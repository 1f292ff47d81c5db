namespace Msmtp.Server;

/// <summary>A mail transaction (RFC 5321 §3.3): one sender, then recipients.</summary>
sealed class MailTransaction(SmtpServerOptions options, IMailHandler handler)
{
    readonly List<MailRecipient> recipients = [];
    MailEnvelope? begun;

    /// <summary>Whether MAIL was accepted.</summary>
    public bool IsOpen => begun is not null;

    /// <summary>Whether the content has begun: from then on there are no more recipients, and no DATA after BDAT.</summary>
    public bool HasContent { get; set; }

    /// <summary>The envelope; null: there is no sender or no recipient.</summary>
    public MailEnvelope? Envelope => recipients.Count == 0 ? null : begun is null ? null : begun with { Recipients = [.. recipients] };

    public void Reset()
    {
        begun = null;
        HasContent = false;
        recipients.Clear();
    }

    public SmtpReply Mail(SmtpClientFacts client, string argument)
    {
        if (IsOpen)
            return Replies.MailAlready;
        if (!PathArgument.TryParse(Tolerated(argument), "FROM:", out var path))
            return Replies.MailSyntax;
        if (MailParameterRules.RefuseMail(path, options) is { } refusal)
            return refusal;
        var envelope = new MailEnvelope { Client = client, Sender = path.Address, Parameters = path.Parameters };
        if (handler.RefuseSender(envelope) is { } refused)
            return refused;
        begun = envelope;
        return Replies.MailOk;
    }

    public async ValueTask<SmtpReply> RcptAsync(string argument, CancellationToken cancellationToken)
    {
        if (begun is null)
            return Replies.MailFirst;
        if (HasContent)
            return Replies.ContentBegun;
        if (!PathArgument.TryParse(Tolerated(argument), "TO:", out var path) || path.Address.Length == 0)
            return Replies.RcptSyntax;
        var isUtf8 = begun.Parameters.Any(static parameter => parameter.Keyword == "SMTPUTF8");
        if (MailParameterRules.RefuseRcpt(path, isUtf8, options) is { } refusal)
            return refusal;
        return recipients.Count >= options.MaxRecipients
            ? Replies.TooManyRecipients // RFC 5321 §4.5.3.1.10
            : await AddAsync(begun, new MailRecipient(path.Address, path.Parameters), cancellationToken).ConfigureAwait(false);
    }

    string Tolerated(string argument)
    {
        var colon = options.ToleratesBlanks ? argument.IndexOf(':', StringComparison.Ordinal) : -1;
        return colon < 0 ? argument : string.Concat(argument.AsSpan(0, colon + 1), argument.AsSpan(colon + 1).TrimStart(' '));
    }

    async ValueTask<SmtpReply> AddAsync(MailEnvelope envelope, MailRecipient recipient, CancellationToken cancellationToken)
    {
        var soFar = envelope with { Recipients = [.. recipients] };
        if (await handler.RefuseRecipientAsync(soFar, recipient, cancellationToken).ConfigureAwait(false) is { } refusal)
            return refusal;
        recipients.Add(recipient);
        return Replies.RcptOk;
    }
}
