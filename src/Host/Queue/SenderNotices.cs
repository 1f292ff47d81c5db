namespace Msmtp.Hosting;

/// <summary>
/// Tells the senders of queued mails what became of them, by mails in the same queue, to which nobody is to reply: their reverse-path is null,
/// and for a mail that has none itself there is no notice (RFC 5321 §4.5.5). What becomes of a notice changes nothing about the mail.
/// </summary>
sealed class SenderNotices(RunnerContext runner, PluginContext account, TimeSpan expiry)
{
    /// <summary>Puts the notices that a verdict asks for. Called before the store notes the verdict: after a crash, each is known by its key.</summary>
    /// <returns>The number of notices.</returns>
    public async ValueTask<int> PutAsync(IMailLease lease, QueueVerdict verdict)
    {
        if (lease.Mail.Envelope.From.Address.Length == 0 || !account.Account.Settings.Get(QueueSettings.Bounces))
            return 0;
        RecipientOutcome[] failed = [.. verdict.Refused.Where(IsToldOfFailure), .. verdict.Expired.Where(IsToldOfFailure)];
        RecipientOutcome[] late = [.. verdict.Late.Where(static recipient => recipient.Recipient.Notify is not { } notify || notify.HasFlag(DsnNotify.Delay))];
        return await TryPutAsync(lease, verdict, failed, isDelay: false).ConfigureAwait(false)
            + await TryPutAsync(lease, verdict, late, isDelay: true).ConfigureAwait(false);
    }

    // RFC 3461 §4.1: nobody is told who does not want to be. A mail that no server has refused was not sent because of what was asked for.
    static bool IsToldOfFailure(RecipientOutcome recipient) =>
        recipient.Recipient.Notify is not { } notify || notify.HasFlag(DsnNotify.Failure)
        || notify != DsnNotify.Never && recipient is { Outcome: SendOutcome.NotSent, Reply: null };

    async ValueTask<int> TryPutAsync(IMailLease lease, QueueVerdict verdict, RecipientOutcome[] recipients, bool isDelay)
    {
        if (recipients.Length == 0)
            return 0;
        try
        {
            var content = await lease.OpenAsync(CancellationToken.None).ConfigureAwait(false);
            await PutAsync(Notice(lease.Mail, verdict, recipients) with { IsDelay = isDelay, Header = content.HeaderBlock }).ConfigureAwait(false);
            return 1;
        }
        catch (MailException e)
        {
            // The mail is kept among the dead ones, or tried again: its sender can still learn of it.
            runner.Report(e);
            return 0;
        }
    }

    SenderNotice Notice(QueuedMail mail, QueueVerdict verdict, RecipientOutcome[] recipients)
    {
        var machine = runner.Environment.User.Machine();
        return new SenderNotice(mail, recipients)
        {
            Failure = verdict.End.Failure,
            Time = account.Time.GetLocalNow(),
            Expiry = expiry,
            Age = verdict.End.Age,
            Host = HeaderText.IsDomain(machine) ? machine : "localhost",
            Server = account.Account.Settings.Get(CommonSettings.Host),
            UniqueId = UniqueNumber.New(),
        };
    }

    async ValueTask PutAsync(SenderNotice notice)
    {
        var mail = notice.Mail;
        var envelope = new SmtpEnvelope(ReversePath.Null, [new ForwardPath(mail.Envelope.From.Address) { Notify = DsnNotify.Never }]);
        await runner.Queue.PutAsync(
            new QueueSubmission(envelope, NoticeMessage.Of(notice), mail.Origin)
            {
                Key = new QueueKey($"{(notice.IsDelay ? "late" : "failed")}/{mail.Id}/{(mail.LastAttempt ?? mail.Accepted).UtcTicks}", mail.Id),
                MessageId = NoticeMessage.MessageId(notice),
                Submitter = mail.Submitter,
            },
            CancellationToken.None).ConfigureAwait(false);
    }
}
