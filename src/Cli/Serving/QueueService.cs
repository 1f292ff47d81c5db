using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>Sends what is in the queues, in the process that puts it there, until it is cancelled.</summary>
sealed class QueueService(CommandSession session, SessionLog log)
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly List<Thread> threads = [];

    /// <summary>Starts a thread for each queue.</summary>
    public void Start(IReadOnlyList<IMailQueue> queues, CancellationToken cancellationToken)
    {
        // Loading it may replace this process, and with it all sessions.
        session.Plugins.Closed = static name => throw new MailException(
            ExitCode.Config, DeliveryStage.Configure, $"plugin {name} was named after msmtpd began: restart msmtpd");
        var origins = new ConfiguredOrigins(session.Plugins, session.Environment);
        foreach (var queue in queues)
        {
            if (queue is not ILeasedMailQueue leased)
                continue;
            var runner = new QueueRunner(session.Plugins, session.Environment, leased, origins.ResolveAsync);
            var thread = new Thread(() => _ = ServeAsync(leased, runner, cancellationToken)) { IsBackground = true };
            thread.Start();
            threads.Add(thread);
        }
    }

    /// <summary>Waits until the mails under way have been sent.</summary>
    public void Join()
    {
        foreach (var thread in threads)
            thread.Join();
    }

    // In the command all of it happens on the thread that calls.
    async Task ServeAsync(ILeasedMailQueue queue, QueueRunner runner, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await runner.LingerAsync(cancellationToken);
                await queue.WaitAsync(Patience, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (MailException e)
            {
                log.Complain($"the queue cannot be read: {e.Message}");
                cancellationToken.WaitHandle.WaitOne(Patience);
            }
        }
    }
}
