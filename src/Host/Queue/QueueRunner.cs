namespace Msmtp.Hosting;

/// <summary>
/// Delivers the mails of a queue: takes each that is due, sends it by its account, and notes what became of it. Several mails of one account
/// go over one connection; accounts do not wait for each other. Any number of runners, in any number of processes, may be at work at once.
/// </summary>
/// <param name="context">The queue, and what is needed to send its mails.</param>
sealed class QueueRunner(RunnerContext context)
{
    // A change to the queue is announced, but not each one on each file system.
    static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);

    // Longer than it takes to look whether there is a leader.
    static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);

    // Of the time, a twentieth at most goes into looking, however many mails wait.
    const int ScanShare = 20;

    // A queue that cannot be read may come back, but is not waited for for ever.
    const int MostFailures = 10;

    /// <param name="plugins">Transports and logs.</param>
    /// <param name="environment">Provides the clock, and whether there is a network.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="accounts">Finds the account of a mail.</param>
    public QueueRunner(PluginRegistry plugins, HostEnvironment environment, ILeasedMailQueue queue, OriginResolver accounts)
        : this(new RunnerContext(plugins, environment, queue, accounts) { Changed = new ConfigurationAges(environment).Of })
    {
    }

    /// <summary>
    /// Delivers what is due, or what is selected, and returns when nothing is left to be done at the moment. After a cancellation no further
    /// mail is begun; those under way end as usual.
    /// </summary>
    /// <exception cref="MailException">The queue cannot be read.</exception>
    public async ValueTask<QueueRunSummary> RunAsync(QueueSelection selection, CancellationToken cancellationToken)
    {
        var workers = new QueueWorkers(context.Environment.Io);
        var scan = new QueueScan(context, workers);
        await WorkAsync(workers, RunOnceAsync, cancellationToken).ConfigureAwait(false);
        return scan.Summary;

        async ValueTask RunOnceAsync()
        {
            await scan.RunAsync(selection, cancellationToken).ConfigureAwait(false);
            await workers.FinishAsync().ConfigureAwait(false);
            // Notices to senders go with the mails that they are about.
            if (scan.Notices > 0 && !cancellationToken.IsCancellationRequested)
                await scan.RunAsync(QueueSelection.Due, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Delivers what is due, or what is selected, again and again, until it is cancelled. No pass waits for an account that is still busy from the
    /// one before. A queue that cannot be read is reported, and looked at again in the next pass. A cancellation is as with
    /// <see cref="RunAsync"/>.
    /// </summary>
    public ValueTask RepeatAsync(QueueSelection selection, TimeSpan interval, CancellationToken cancellationToken)
    {
        var workers = new QueueWorkers(context.Environment.Io);
        var scan = new QueueScan(context, workers);
        return WorkAsync(workers, () => new QueuePasses(context, scan, workers).RunAsync(selection, interval, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Delivers mails as they become due, until the queue holds none that waits. Returns at once if another process does so already. A
    /// cancellation is as with <see cref="RunAsync"/>.
    /// </summary>
    /// <exception cref="MailException">The queue cannot be read.</exception>
    public async ValueTask LingerAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && await LeadAsync(cancellationToken).ConfigureAwait(false) is { } lead)
        {
            await using (lead.ConfigureAwait(false))
                await WatchAsync(isForEver: false, cancellationToken).ConfigureAwait(false);
            // Whoever put a mail meanwhile saw that this process leads, and has relied on it.
            if (cancellationToken.IsCancellationRequested || !await HasWaitingAsync(cancellationToken).ConfigureAwait(false))
                return;
        }
    }

    async ValueTask<IAsyncDisposable?> LeadAsync(CancellationToken cancellationToken)
    {
        if (await context.Queue.LeadAsync(cancellationToken).ConfigureAwait(false) is { } lead)
            return lead;
        // It may have been somebody who only looked whether there is a leader.
        cancellationToken.WaitHandle.WaitOne(Glance);
        return await context.Queue.LeadAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>
    /// Delivers mails as they become due, until it is cancelled: for an application, whose mails nobody else can send. Any number may do so.
    /// </summary>
    /// <exception cref="MailException">The queue cannot be read.</exception>
    public ValueTask ServeAsync(CancellationToken cancellationToken) => WatchAsync(isForEver: true, cancellationToken);

    ValueTask WatchAsync(bool isForEver, CancellationToken cancellationToken)
    {
        var workers = new QueueWorkers(context.Environment.Io);
        var scan = new QueueScan(context, workers);
        return WorkAsync(workers, () => WatchAsync(scan, workers, isForEver, cancellationToken), cancellationToken);
    }

    static async ValueTask WorkAsync(QueueWorkers workers, Func<ValueTask> work, CancellationToken cancellationToken)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The mails under way end as usual.
        }
        finally
        {
            await workers.FinishAsync().ConfigureAwait(false);
        }
    }

    async ValueTask WatchAsync(QueueScan scan, QueueWorkers workers, bool isForEver, CancellationToken cancellationToken)
    {
        var failures = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Before the scan: what finishes during it is seen by the next one.
            var finished = workers.OneFinished;
            var patience = LongestWait;
            try
            {
                await scan.RunAsync(QueueSelection.Due, cancellationToken).ConfigureAwait(false);
                failures = 0;
                context.Scanned(scan.Facts);
                if (scan.Facts.Waiting == 0 && !workers.AreBusy && !isForEver)
                    return;
                patience = Patience(scan);
            }
            catch (MailException e) when (++failures < MostFailures)
            {
                context.Report(e);
            }
            await QueueWorkers.WaitAsync(context.Queue.WaitAsync, patience, finished, cancellationToken).ConfigureAwait(false);
        }
    }

    TimeSpan Patience(QueueScan scan)
    {
        var share = ScanShare * scan.Duration;
        var shortest = share > ShortestWait ? share : ShortestWait;
        var longest = share > LongestWait ? share : LongestWait;
        var wait = scan.Wake - context.Now ?? longest;
        if (wait < shortest)
            return shortest;
        return wait < longest ? wait : longest;
    }

    async ValueTask<bool> HasWaitingAsync(CancellationToken cancellationToken)
    {
        await foreach (var mail in context.Queue.EnumerateAsync(QueueFilter.All, cancellationToken).ConfigureAwait(false))
            if (mail.State == QueuedMailState.Waiting && context.IsOurs(mail.Origin))
                return true;
        return false;
    }
}
