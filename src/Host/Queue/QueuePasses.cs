namespace Msmtp.Hosting;

/// <summary>
/// Passes over a queue at an interval. None waits for an account that is still busy from the one before. A queue that cannot be read is
/// reported, and looked at again in the next pass.
/// </summary>
sealed class QueuePasses(RunnerContext context, QueueScan scan, QueueWorkers workers)
{
    int told;

    /// <summary>Goes on until it is cancelled.</summary>
    public async ValueTask RunAsync(QueueSelection selection, TimeSpan interval, CancellationToken cancellationToken)
    {
        while (true)
        {
            await PassAsync(selection, cancellationToken).ConfigureAwait(false);
            await PauseAsync(interval, cancellationToken).ConfigureAwait(false);
        }
    }

    async ValueTask PassAsync(QueueSelection selection, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        told = scan.Notices;
        try
        {
            await scan.RunAsync(selection, cancellationToken).ConfigureAwait(false);
        }
        catch (MailException e)
        {
            context.Report(e);
        }
    }

    async ValueTask PauseAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        var start = context.Environment.Time.GetTimestamp();
        for (var rest = interval; rest > TimeSpan.Zero; rest = interval - context.Environment.Time.GetElapsedTime(start))
        {
            var finished = workers.OneFinished;
            // Notices to senders go with the mails that they are about.
            if (scan.Notices > told)
                await PassAsync(QueueSelection.Due, cancellationToken).ConfigureAwait(false);
            await QueueWorkers.WaitAsync(context.WaitAsync, rest, finished, cancellationToken).ConfigureAwait(false);
        }
    }
}
