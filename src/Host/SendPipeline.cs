using System.Runtime.CompilerServices;

namespace Msmtp.Hosting;

/// <summary>
/// The way of every mail, whether the command sends it or an application:
/// <code>
/// header, sender, recipients, account (AddressAsync)    compose    filter    deliver, or queue    log
/// </code>
/// The order is msmtp's: the first check that fails is reported. Each stage works on what the one before it returned, and none
/// goes back to an earlier one.
/// </summary>
/// <param name="plugins">Filters, transports and logs.</param>
/// <param name="environment">Provides the clock, and the name of this machine.</param>
/// <param name="accounts">Resolves the account.</param>
/// <param name="delivery">Delivers the mail to the account's server.</param>
sealed class SendPipeline(PluginRegistry plugins, HostEnvironment environment, AccountSource accounts, MailDelivery delivery)
{
    readonly Failover delivery = new(delivery);
    readonly Func<string> hostName = environment.User.Machine;
    readonly Func<string, bool> isThisHost = environment.User.IsMachine;

    /// <summary>Called once the mail's account is known.</summary>
    public Action<ResolvedAccount> AccountFound { get; init; } = static _ => { };

    /// <summary>Called when the outcome is known, before it is logged; what it returns is what is logged.</summary>
    public Func<DeliveryOutcome, DeliveryOutcome> Delivered { get; init; } = static outcome => outcome;

    /// <summary>Sends a mail. Once it has an envelope, whatever becomes of it is in the outcome, and in the logs.</summary>
    /// <exception cref="MailException">It has no envelope: the message, the request or the configuration is wrong.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<DeliveryOutcome> SendAsync(Submission submission, CancellationToken cancellationToken)
    {
        using var addressed = await AddressAsync(submission, AccountPurpose.Send, cancellationToken).ConfigureAwait(false);
        var context = addressed.Account.Context;
        var composed = MailComposer.Compose(context.Account.Settings, addressed.Message, Facts(submission, addressed));
        var filters = FilterChain.For(plugins, context);
        await using var done = filters.ConfigureAwait(false);
        var mail = await filters.ApplyAsync(composed, cancellationToken).ConfigureAwait(false);
        var sending = context.Account.Settings.Get(QueueSettings.Use) == QueueUse.Off && (submission.Queue.Key is null || IsHandedOver(context))
            ? delivery.SendAsync(addressed.Account, WithKey(mail, submission.Queue.Key), cancellationToken)
            : Stage(submission, addressed, composed, mail).SendAsync(mail, cancellationToken);
        var outcome = Delivered(await sending.ConfigureAwait(false));
        await new LogDispatch(plugins, context).WriteAsync(outcome.Record).ConfigureAwait(false);
        if (outcome.Record.Result.Outcome == SendOutcome.Sent)
            addressed.Message.Release();
        return outcome;
    }

    /// <summary>Makes the checks that can be made without sending anything: <c>--pretend</c>.</summary>
    /// <inheritdoc cref="SendAsync"/>
    public async ValueTask PretendAsync(Submission submission, CancellationToken cancellationToken)
    {
        using var addressed = await AddressAsync(submission, AccountPurpose.Show, cancellationToken).ConfigureAwait(false);
        AliasExpansion.Expand(addressed.Recipients, addressed.Account.Account.Settings, isThisHost);
    }

    async ValueTask<AddressedMail> AddressAsync(Submission submission, AccountPurpose purpose, CancellationToken cancellationToken)
    {
        var message = await MessageReader.ReadAsync(submission.Message, submission.Source, submission.Size, cancellationToken).ConfigureAwait(false);
        var mailSender = MessageSender.OfEnvelope(message.Header);
        var sender = submission.Sender(mailSender);
        var recipients = MessageRecipients.Of(submission.Recipients(), message.Header, submission.Source);
        if (recipients.Count == 0 && purpose == AccountPurpose.Send)
            throw new MailException(ExitCode.Usage, DeliveryStage.Configure, "no recipients found");
        var wanted = new AccountRequest { Name = submission.Account, Sender = sender, MailSender = mailSender, Purpose = purpose };
        var account = await accounts(wanted, cancellationToken).ConfigureAwait(false);
        AccountFound(account);
        var body = submission.Queue.Key is null ? message.Body : new DigestedBody(message.Header, message.Body, submission.Queue.HasTrace);
        return new AddressedMail(message with { IsEightBit = submission.IsEightBit, Body = body }, recipients, account);
    }

    // The service has a queue that knows the keys of its users.
    bool IsHandedOver(PluginContext context) => !environment.IsQueueService && context.Account.Settings.Get(HandOverToService.Socket) is not null;

    static ComposedMail WithKey(ComposedMail mail, string? key) => key is null ? mail : mail with { Mail = mail.Mail with { Key = key } };

    QueueStage Stage(Submission submission, AddressedMail addressed, ComposedMail composed, ComposedMail filtered) =>
        new(plugins, delivery, addressed.Account, submission.Queue)
        {
            Submitted = addressed.Message.Body as DigestedBody,
            Recipients = addressed.Recipients,
            // What a filter made cannot be made again.
            IsFiltered = filtered.Mail.Content.Body != composed.Mail.Content.Body,
        };

    MailFacts Facts(Submission submission, AddressedMail addressed) => new(addressed.Recipients)
    {
        FullName = submission.FullName,
        Notifications = submission.Notifications,
        OnRefusal = submission.OnRefusal,
        EightBitForm = submission.EightBitForm is { } open ? Reader(open, submission.Source) : null,
        HostName = hostName,
        IsThisHost = isThisHost,
        Time = environment.Time,
    };

    static MessageForm Reader(StreamOpener open, RecipientSource source) =>
        cancellationToken => ReadEightBitAsync(open, source, cancellationToken);

    static async ValueTask<IncomingMessage> ReadEightBitAsync(
        StreamOpener open, RecipientSource source, CancellationToken cancellationToken)
    {
        var message = await MessageReader.ReadAsync(await open().ConfigureAwait(false), source, size: null, cancellationToken).ConfigureAwait(false);
        return message with { IsEightBit = true };
    }

    /// <summary>A mail whose sender, recipients and account are known, and whose body has not been read.</summary>
    sealed record AddressedMail(IncomingMessage Message, IReadOnlyList<string> Recipients, ResolvedAccount Account) : IDisposable
    {
        public void Dispose() => Account.Dispose();
    }
}
