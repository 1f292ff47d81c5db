namespace Msmtp.Hosting;

/// <summary>
/// The way of every mail, whether the command sends it or an application. Its stages stand here one below the other, in the order in which
/// a mail passes them. That order is msmtp's: the first check that fails is what the user is told. No stage asks for more of an earlier one.
/// </summary>
/// <param name="plugins">What there is to do it with.</param>
/// <param name="world">Everything outside.</param>
/// <param name="accounts">Where the account comes from.</param>
/// <param name="delivery">How a link to the server is got.</param>
sealed class SendPipeline(PluginRegistry plugins, World world, AccountSource accounts, LinkDelivery delivery)
{
    /// <summary>Hears by which account the mail goes.</summary>
    public Action<ReadyAccount> AccountFound { get; init; } = static _ => { };

    /// <summary>Hears what became of the mail before a log does, and says how the log is to be told.</summary>
    public Func<DeliveryOutcome, DeliveryOutcome> Delivered { get; init; } = static outcome => outcome;

    /// <summary>Sends a mail. Whatever becomes of it once it has an envelope is in the outcome, and in the logs.</summary>
    /// <exception cref="MailException">It has none: the message, the request or the configuration is wrong.</exception>
    public async ValueTask<DeliveryOutcome> SendAsync(Submission submission, CancellationToken ct)
    {
        using var addressed = await AddressAsync(submission, AccountUse.Send, ct).ConfigureAwait(false);
        var context = addressed.Account.Context;
        var composed = MailComposer.Compose(context.Account.Settings, addressed.Message, Facts(submission, addressed));
        var filters = FilterChain.For(plugins, context);
        await using var done = filters.ConfigureAwait(false);
        var mail = await filters.ApplyAsync(composed, ct).ConfigureAwait(false);
        // A queue stands around the delivery: it takes what no server has taken, or takes the mail untried.
        var outcome = Delivered(await delivery.SendAsync(context, mail, ct).ConfigureAwait(false));
        await new LogDispatch(plugins, context).WriteAsync(outcome.Record).ConfigureAwait(false);
        return outcome;
    }

    /// <summary>Goes the way of a mail as far as it goes without a server: <c>--pretend</c>.</summary>
    /// <inheritdoc cref="SendAsync"/>
    public async ValueTask PretendAsync(Submission submission, CancellationToken ct)
    {
        using var addressed = await AddressAsync(submission, AccountUse.Show, ct).ConfigureAwait(false);
        AliasExpansion.Expand(addressed.Recipients, addressed.Account.Account.Settings);
    }

    async ValueTask<AddressedMail> AddressAsync(Submission submission, AccountUse use, CancellationToken ct)
    {
        var message = await MessageReader.ReadAsync(submission.Message, submission.Source, ct).ConfigureAwait(false);
        var mailSender = MessageSender.OfEnvelope(message.Header);
        var sender = submission.Sender(mailSender);
        var recipients = MessageRecipients.Of(submission.Recipients(), message.Header, submission.Source);
        if (recipients.Count == 0 && use == AccountUse.Send)
            throw new MailException(ExitCode.Usage, DeliveryStage.Configure, "no recipients found");
        var wanted = new AccountRequest { Name = submission.Account, Sender = sender, MailSender = mailSender, Use = use };
        var account = await accounts(wanted, ct).ConfigureAwait(false);
        AccountFound(account);
        return new AddressedMail(message with { IsEightBit = submission.IsEightBit }, recipients, account);
    }

    MailFacts Facts(Submission submission, AddressedMail addressed) => new(addressed.Recipients)
    {
        FullName = submission.FullName,
        OnRefusal = submission.OnRefusal,
        EightBitForm = submission.EightBitForm is { } open ? ct => ReadEightBitAsync(open, submission.Source, ct) : null,
        HostName = world.User.Machine,
        Time = world.Time,
    };

    static async ValueTask<IncomingMessage> ReadEightBitAsync(Func<ValueTask<Stream>> open, RecipientSource source, CancellationToken ct)
    {
        var message = await MessageReader.ReadAsync(await open().ConfigureAwait(false), source, ct).ConfigureAwait(false);
        return message with { IsEightBit = true };
    }

    /// <summary>A mail of which it is known who sends it, who gets it, and by which account; its body has not been read.</summary>
    sealed record AddressedMail(IncomingMessage Message, IReadOnlyList<string> Recipients, ReadyAccount Account) : IDisposable
    {
        public void Dispose() => Account.Dispose();
    }
}
