[assembly: Msmtp.MsmtpPlugin<Msmtp.Queue.Spool.QueueSpoolPlugin>]

namespace Msmtp.Queue.Spool;

/// <summary>A queue of mails in a folder, a file for each: <c>queue_dir</c>.</summary>
public sealed class QueueSpoolPlugin : IPlugin
{
    /// <inheritdoc/>
    public string Id => "queue.spool";

    /// <inheritdoc/>
    public void Register(IPluginRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry
            .AddSetting(SpoolSettings.Folder)
            .Add(new MailQueueRegistration("spool", SpoolQueue.Of) { Place = SpoolSettings.Folder });
    }
}
