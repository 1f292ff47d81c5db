namespace Msmtp.Hosting;

/// <summary>Makes the mail that goes out from the message that came in: envelope, aliases, header rules.</summary>
static class MailComposer
{
    /// <exception cref="MailException">The aliases file is wrong, or an address or name cannot be sent.</exception>
    public static ComposedMail Compose(Settings settings, IncomingMessage message, MailFacts facts)
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
        return new ComposedMail(new Mail(envelope, Content(message, policy)) { OnRefusal = facts.OnRefusal })
        {
            EightBitForm = facts.EightBitForm is { } open
                ? async ct => Content(await open(ct).ConfigureAwait(false), policy)
                : null,
        };
    }

    static MessageContent Content(IncomingMessage message, HeaderPolicy policy) =>
        new(HeaderRules.Apply(message.Header, policy), message.Body) { IsEightBit = message.IsEightBit };
}
