namespace Msmtp.Hosting;

/// <summary>Makes the mail that goes out from the message that came in: envelope, aliases, header rules.</summary>
static class MailComposer
{
    /// <exception cref="MailException">The aliases file is wrong, or an address or name cannot be sent.</exception>
    public static Mail Compose(Settings settings, IncomingMessage message, MailFacts facts)
    {
        var sender = AddressParts.OfMailbox(settings.Get(CommonSettings.From) ?? "");
        var envelope = EnvelopeRules.Make(sender, AliasExpansion.Expand(facts.Recipients, settings));
        var policy = new HeaderPolicy(settings)
        {
            Sender = sender,
            FullName = facts.FullName ?? settings.Get(MessageSettings.FromFullName),
            Recipients = [.. envelope.To.Select(static path => path.Address)],
            HostName = facts.HostName,
            Time = facts.Time,
        };
        return new Mail(envelope, Content(message, policy))
        {
            OnRefusal = facts.OnRefusal,
            EightBitContent = facts.EightBitForm is null ? null : ct => EightBitContentAsync(facts.EightBitForm, message, policy, ct),
        };
    }

    static MessageContent Content(IncomingMessage message, HeaderPolicy policy) =>
        new(HeaderRules.Apply(message.Header, policy), message.Body) { IsEightBit = message.IsEightBit };

    static async ValueTask<MessageContent> EightBitContentAsync(
        Func<CancellationToken, ValueTask<IncomingMessage>> open, IncomingMessage message, HeaderPolicy policy, CancellationToken ct)
    {
        var other = await open(ct).ConfigureAwait(false);
        if (other.Body is BodyStream body)
            body.OtherForm = message.Body as BodyStream;
        return Content(other, policy);
    }
}
