using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>
/// Sends the mail on standard input through the <see cref="SendPipeline"/>: applies the command line, prints what is to be shown, returns
/// the exit status.
/// </summary>
sealed class SendMode(CommandSession session)
{
    Arguments Arguments => session.Arguments;

    public async ValueTask<ExitCode> RunAsync(StandardInput input, CancellationToken cancellationToken)
    {
        var configuration = await HeldConfiguration.ReadAsync(session, cancellationToken);
        var pipeline = new SendPipeline(session.Plugins, session.Environment, Accounts, new MailDelivery(session.Plugins, FreshConnections.Instance))
        {
            AccountFound = Tell,
            Delivered = Tell,
        };
        if (!Arguments.IsPretend)
            return Done((await pipeline.SendAsync(Submission(input), cancellationToken)).Record);
        await pipeline.PretendAsync(Submission(input), cancellationToken);
        return ExitCode.Ok;

        ValueTask<ResolvedAccount> Accounts(AccountRequest wanted, CancellationToken token) =>
            session.Resolver.ResolveWithSecretsAsync(configuration.Release(session.Explain), wanted with { Overrides = Arguments.Settings }, token);
    }

    Submission Submission(StandardInput input) => new(input)
    {
        Recipients = () => MessageRecipients.InArguments(Arguments.Recipients),
        Source = Arguments.ReadsRecipients ? RecipientSource.RequestAndHeader : RecipientSource.RequestOnly,
        Sender = Sender,
        Account = Arguments.Account,
        FullName = Arguments.FullName,
        Notifications = Arguments.EnvelopeId is null ? null : new NotificationRequests { EnvelopeId = Arguments.EnvelopeId },
        Queue = new QueueOrder
        {
            Key = Arguments.QueueKey,
            IsForQueueOnly = Arguments.IsForQueueOnly,
            Reopen = input.Reopen,
            // A limit of the caller's on the size of files is a failure of the queue, which is told, and not the end of this program.
            Storing = static () => Libc.SetSignal(Libc.FileSizeExceeded, Libc.Ignored),
            Overrides = () => Overrides.All(),
            SecretOverride = () => Overrides.Secret(),
        },
    };

    CommandLineOverrides Overrides => new(Arguments.Options, session.Plugins.FindCommand);

    ExitCode Done(DeliveryRecord record)
    {
        var settings = record.Account.Settings;
        if (record.QueueId is not null && !Arguments.IsForQueueOnly && settings.Get(QueueSettings.StartsRunner))
            DetachedRunner.Start(session, settings);
        return record.ExitCode;
    }

    string? Sender(string? mailSender)
    {
        if (!Arguments.ReadsEnvelopeFrom)
            return Arguments.Settings.Get(CommonSettings.From);
        if (mailSender is null)
            throw new MailException(ExitCode.Usage, DeliveryStage.Configure, AccountResolver.NoSenderInMail);
        session.Explain($"envelope from address extracted from mail: {mailSender}");
        return mailSender;
    }

    void Tell(ResolvedAccount account)
    {
        if (!session.TellsSettings)
            return;
        var settings = account.ShownSettings;
        if (Arguments.ReadsEnvelopeFrom && settings.Get(CommonSettings.From) is null)
            settings = settings.With(CommonSettings.From, "(read from mail)");
        var printer = new SettingsPrinter(session.Plugins, session.Printer);
        printer.Print(settings, AccountPurpose.Send);
        printer.PrintWays(account.Others, Arguments.IsPretend);
        session.Printer.Tell($"reading recipients from the command line{(Arguments.ReadsRecipients ? " and the mail" : "")}");
    }

    DeliveryOutcome Tell(DeliveryOutcome outcome)
    {
        var record = TemporaryFailures.Marked(Arguments.QueueKey is null ? outcome.Record : KeyedSubmission.Understood(outcome.Record));
        if (Arguments.QueueKey is { } key && KeyedSubmission.KnownBefore(record) is { } known)
            session.Printer.Complain(QueueStage.Known(key, known));
        if (record.Failure is not null)
            new FailureReport(session.Printer).Print(record);
        if (record.QueueId is { } id)
            session.Printer.Advise($"the mail is queued as {id}; \"msmtp --queue-list\" shows what becomes of it");
        session.Printer.ShowStack(outcome.Cause);
        return outcome with { Record = record };
    }
}
