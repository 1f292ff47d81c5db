using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>
/// An account that may have been mended without a change of its msmtprc, as by a sign-in: the queued mails that wait for that are tried. Whatever
/// is wrong with the queue is told, and does not undo the mending.
/// </summary>
sealed class MendedAccount(CommandSession session, PluginContext account)
{
    public async ValueTask TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (session.Plugins.Queues.Count > 0 && MailQueues.Of(session.Plugins, account) is ILeasedMailQueue queue)
                await TryAsync(queue, cancellationToken);
        }
        catch (MailException e)
        {
            session.Printer.Complain(e);
        }
    }

    async ValueTask TryAsync(ILeasedMailQueue queue, CancellationToken cancellationToken)
    {
        var origin = MailOrigins.Of(account.Account, [], session.Plugins.Settings, folder: null);
        var found = new HashSet<string>();
        await foreach (var mail in queue.EnumerateAsync(QueueFilter.All, cancellationToken))
            if (mail.State == QueuedMailState.Waiting && (mail.Origin.Account, mail.Origin.File) == (origin.Account, origin.File) && found.Add(mail.Origin.Key))
                await queue.ChangeAccountAsync(mail.Origin.Key, state => AccountRules.Mended(state, account.Time.GetUtcNow()), cancellationToken);
        if (found.Count > 0 && account.Account.Settings.Get(QueueSettings.StartsRunner))
            DetachedRunner.Start(session, account.Account.Settings);
    }
}
