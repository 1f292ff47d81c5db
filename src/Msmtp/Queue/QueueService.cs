using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Msmtp.Hosting;

namespace Msmtp;

/// <summary>Sends queued mails while the host runs. A queue that cannot be read stops no application, and is tried again.</summary>
sealed partial class QueueService(IMailer mailer, IServiceProvider services) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    readonly ILogger? log = services.GetService<ILoggerFactory>()?.CreateLogger("Msmtp");
    readonly TimeProvider time = services.GetService<TimeProvider>() ?? TimeProvider.System;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A host that starts does not wait for it.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await mailer.RunQueueAsync(stoppingToken).ConfigureAwait(false);
                return;
            }
            catch (MailException e)
            {
                if (log is not null)
                    Failed(log, e.Message);
            }
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(40, LogLevel.Error, "Queued mails are not sent: {Reason}")]
    static partial void Failed(ILogger log, string reason);
}

/// <summary>The queue of the default account.</summary>
sealed class DefaultQueue(IMailer mailer) : IMailQueue
{
    public async ValueTask<QueueReceipt> PutAsync(QueueSubmission mail, CancellationToken cancellationToken) =>
        await (await mailer.OpenQueueAsync(null, cancellationToken).ConfigureAwait(false)).PutAsync(mail, cancellationToken).ConfigureAwait(false);

    public async IAsyncEnumerable<QueuedMail> EnumerateAsync(QueueFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var queue = await mailer.OpenQueueAsync(null, cancellationToken).ConfigureAwait(false);
        await foreach (var mail in queue.EnumerateAsync(filter, cancellationToken).ConfigureAwait(false))
            yield return mail;
    }

    public async ValueTask<bool> ChangeAsync(string id, QueueChange change, CancellationToken cancellationToken) =>
        await (await mailer.OpenQueueAsync(null, cancellationToken).ConfigureAwait(false)).ChangeAsync(id, change, cancellationToken).ConfigureAwait(false);
}
