using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>
/// The way of one mail, from standard input to the exit status; with <c>--pretend</c>, as far as it goes without a server.
/// The order of the checks is msmtp's, for the first one that fails is what the user is told.
/// </summary>
sealed class SendMode(CommandSession session)
{
    Arguments Arguments => session.Arguments;

    public async ValueTask<ExitCode> RunAsync(Stream input, CancellationToken ct)
    {
        var configuration = await HeldConfiguration.ReadAsync(session, ct);
        var source = Arguments.ReadsRecipients ? RecipientSource.RequestAndHeader : RecipientSource.RequestOnly;
        var message = await MessageReader.ReadAsync(input, source, ct);
        var mailSender = MessageSender.OfEnvelope(message.Header);
        var sender = Sender(mailSender);
        var recipients = MessageRecipients.Of(Arguments.Recipients, message.Header, source);
        if (recipients.Count == 0 && !Arguments.IsPretend)
            throw new MailException(ExitCode.Usage, DeliveryStage.Configure, "no recipients found");
        using var ready = await session.Setup.PrepareAsync(configuration.Release(session.Explain), Request(sender, mailSender), ct);
        if (session.TellsSettings)
            Tell(ready);
        if (!Arguments.IsPretend)
            return await SendAsync(ready, MailComposer.Compose(ready.Account.Settings, message, Facts(recipients)), ct);
        AliasExpansion.Expand(recipients, ready.Account.Settings);
        return ExitCode.Ok;
    }

    async ValueTask<ExitCode> SendAsync(ReadyAccount ready, Mail mail, CancellationToken ct)
    {
        var outcome = await new DeliveryPipeline(session.Plugins, FreshLinks.Instance).SendAsync(ready.Context, mail, ct);
        var record = TemporaryFailures.Marked(outcome.Record);
        if (record.Failure is not null)
            new FailureReport(session.Printer).Print(record);
        session.Printer.ShowStack(outcome.Cause);
        await new LogDispatch(session.Plugins, ready.Context).WriteAsync(record);
        return record.ExitCode;
    }

    string? Sender(string? mailSender)
    {
        if (!Arguments.ReadsEnvelopeFrom)
            return Arguments.Settings.Get(CommonSettings.From);
        if (mailSender is null)
            throw new MailException(ExitCode.Usage, DeliveryStage.Configure, AccountPreparation.NobodySends);
        session.Explain($"envelope from address extracted from mail: {mailSender}");
        return mailSender;
    }

    AccountRequest Request(string? sender, string? mailSender) => new()
    {
        Name = Arguments.Account,
        Sender = sender,
        MailSender = mailSender,
        Overrides = Arguments.Settings,
        Use = Arguments.IsPretend ? AccountUse.Show : AccountUse.Send,
    };

    MailFacts Facts(IReadOnlyList<string> recipients) => new(recipients)
    {
        FullName = Arguments.FullName,
        HostName = session.World.User.Machine,
        Time = session.World.Time,
    };

    void Tell(ReadyAccount ready)
    {
        var settings = ready.ShownSettings;
        if (Arguments.ReadsEnvelopeFrom && settings.Get(CommonSettings.From) is null)
            settings = settings.With(CommonSettings.From, "(read from mail)");
        new SettingsPrinter(session.Plugins, session.Printer).Print(settings, AccountUse.Send);
        session.Printer.Tell($"reading recipients from the command line{(Arguments.ReadsRecipients ? " and the mail" : "")}");
    }
}
