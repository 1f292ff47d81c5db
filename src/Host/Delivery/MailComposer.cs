namespace Msmtp.Hosting;

/// <summary>Makes the mail to be sent from the message that was read: envelope, aliases, header rules.</summary>
static class MailComposer
{
    /// <exception cref="MailException">
    /// The aliases file is wrong, or an address is invalid: there is no envelope, so nothing to log. What fails later is in the mail
    /// (<see cref="ComposedMail.Stopped"/>).
    /// </exception>
    public static ComposedMail Compose(AccountSettings settings, IncomingMessage message, MailFacts facts)
    {
        var sender = Sender(settings);
        var envelope = EnvelopeRules.Make(sender, AliasExpansion.Expand(facts.Recipients, settings, facts.IsThisHost));
        if (facts.Notifications is { } wanted)
            envelope = Asking(envelope, wanted, settings, facts.IsThisHost);
        try
        {
            return Compose(envelope, message, facts, Policy(settings, sender, envelope, facts));
        }
        catch (MailException e)
        {
            return new ComposedMail(new OutgoingMail(envelope, new MessageContent(message.Header.Octets, message.Body))) { Stopped = e };
        }
    }

    static SmtpEnvelope Asking(SmtpEnvelope envelope, NotificationRequests wanted, AccountSettings settings, Func<string, bool> isThisHost) =>
        wanted.Apply(envelope, recipient => AliasExpansion.Expand([recipient], settings, isThisHost));

    /// <summary>The reverse-path of an account, with the local domain if it has none.</summary>
    /// <exception cref="MailException">The local domain is not a domain.</exception>
    public static string Sender(AccountSettings settings)
    {
        var sender = AddressParts.OfMailbox(settings.Get(CommonSettings.From) ?? "");
        return NullSender.Is(sender) || LocalDomain.Of(settings) is not { } domain ? sender : LocalDomain.Complete(sender, domain);
    }

    static HeaderPolicy Policy(AccountSettings settings, string sender, SmtpEnvelope envelope, MailFacts facts) =>
        new(settings)
        {
            Sender = sender,
            LocalDomain = settings.Get(LocalDomain.Setting),
            FullName = facts.FullName ?? settings.Get(MessageSettings.FromFullName),
            Recipients = settings.Get(MessageSettings.SetTo) == ToHandling.On ? [.. envelope.To.Select(static path => path.Address)] : [],
            HostName = facts.HostName,
            Time = facts.Time,
        };

    static ComposedMail Compose(SmtpEnvelope envelope, IncomingMessage message, MailFacts facts, HeaderPolicy policy) =>
        new(new OutgoingMail(envelope, Content(message, policy)) { OnRefusal = facts.OnRefusal })
        {
            EightBitForm = facts.EightBitForm is { } open ? Form(open, policy) : null,
        };

    static ContentForm Form(MessageForm open, HeaderPolicy policy) =>
        async cancellationToken => Content(await open(cancellationToken).ConfigureAwait(false), policy);

    static MessageContent Content(IncomingMessage message, HeaderPolicy policy) =>
        new(HeaderRules.Apply(message.Header, policy), message.Body) { IsEightBit = message.IsEightBit };
}
