using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>Starts the process that sends what is queued, behind a mail that is.</summary>
sealed class QueuedMailRunner(CommandSession session)
{
    public void Start(DeliveryRecord record)
    {
        if (!session.Arguments.IsForQueueOnly && record.Account.Settings.Get(QueueSettings.StartsRunner))
            DetachedRunner.Start(session, record.Account.Settings);
    }
}
