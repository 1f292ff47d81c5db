namespace Msmtp.Hosting;

/// <summary>
/// The workers of a run, each for one connection of an account: in the command a thread each, which blocks; in an application none while they
/// wait. Beyond a number they wait for each other: some accounts may hang, and the machine must not.
/// </summary>
#pragma warning disable CA1001 // The source holds no handle.
sealed class QueueWorkers(IoMode io)
#pragma warning restore CA1001
{
    /// <summary>The largest number of workers at a time.</summary>
    public const int Most = 64;

    readonly Lock gate = new();
    readonly Queue<Func<Task>> later = [];
    TaskCompletionSource finished = NewSignal();
    CancellationTokenSource finishing = new();
    int running;

    /// <summary>A worker is at work, or is to be.</summary>
    public bool AreBusy
    {
        get
        {
            lock (gate)
                return running > 0;
        }
    }

    /// <summary>Cancelled when one of those that are at work now has finished.</summary>
    public CancellationToken OneFinished
    {
        get
        {
            lock (gate)
                return finishing.Token;
        }
    }

    /// <summary>Starts a worker, which does not throw.</summary>
    public void Start(Func<Task> work)
    {
        lock (gate)
        {
            if (running == Most)
            {
                later.Enqueue(work);
                return;
            }
            running++;
        }
        Run(work);
    }

    /// <summary>Waits until all have finished.</summary>
    public async Task FinishAsync()
    {
        while (true)
        {
            Task signal;
            lock (gate)
            {
                if (running == 0)
                    return;
                signal = finished.Task;
            }
            // In the command nothing depends on a further thread, which the system need not provide.
            if (io == IoMode.Blocking)
                signal.Wait(CancellationToken.None);
            else
                await signal.ConfigureAwait(false);
        }
    }

    /// <summary>Waits until something happens, one of those has finished that were at work before, or the time is up.</summary>
    /// <param name="wait">Waits for something.</param>
    /// <param name="patience">The longest time.</param>
    /// <param name="finished"><see cref="OneFinished"/>, as it was before.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async ValueTask WaitAsync(
        Func<TimeSpan, CancellationToken, ValueTask> wait, TimeSpan patience, CancellationToken finished, CancellationToken cancellationToken)
    {
        using var wake = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, finished);
        try
        {
            await wait(patience, wake.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A worker has finished.
        }
    }

    void Run(Func<Task> work) => Started(work)
        .ContinueWith(_ => Finish(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    Task Started(Func<Task> work)
    {
        try
        {
            var options = io == IoMode.Blocking ? TaskCreationOptions.LongRunning : TaskCreationOptions.None;
            return Task.Factory.StartNew(work, CancellationToken.None, options, TaskScheduler.Default).Unwrap();
        }
        catch (TaskSchedulerException)
        {
            // The system provides no further thread. This one goes on with its own affairs later.
            return work();
        }
    }

    void Finish()
    {
        Func<Task>? next;
        TaskCompletionSource signal;
        CancellationTokenSource wake;
        lock (gate)
        {
            if (!later.TryDequeue(out next))
                running--;
            (signal, finished) = (finished, NewSignal());
            (wake, finishing) = (finishing, new CancellationTokenSource());
        }
        if (next is not null)
            Run(next);
        signal.TrySetResult();
        if (io == IoMode.Blocking)
            wake.Cancel();
        else
            _ = wake.CancelAsync();
    }

    static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
