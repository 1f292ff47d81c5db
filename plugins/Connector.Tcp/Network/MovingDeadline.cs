namespace Msmtp.Connector.Tcp;

/// <summary>
/// The moment by which what is under way on a stream must be done, and what cancels it then. It is set anew with each command: that is a
/// number. The timer, which would cost more than the command, runs on to the moment that it was started for, and looks then.
/// </summary>
sealed class MovingDeadline(TimeProvider time) : IDisposable
{
    // A timer takes 49 days at most; a longer limit is none.
    static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    readonly Lock gate = new();
    // One each: a caller who gives up reading has not given up writing.
    CancellationTokenSource reading = new();
    CancellationTokenSource writing = new();
    ITimer? timer;
    long due = long.MaxValue;
    long timerDue = long.MaxValue;

    /// <summary>The moment is over, and has not been set anew.</summary>
    public bool IsOver { get; private set; }

    /// <summary>From now on, within this time; null: there is no limit.</summary>
    public void Set(TimeSpan? fromNow)
    {
        lock (gate)
        {
            IsOver = false;
            due = fromNow < LongestTimer ? time.GetTimestamp() + Ticks(fromNow.Value) : long.MaxValue;
            if (fromNow <= TimeSpan.Zero)
                End();
            else if (due < timerDue)
                Start(fromNow!.Value);
        }
    }

    /// <summary>Begins to read: what is cancelled when the moment has come or the caller gives up. Disposing it ends that.</summary>
    public Operation BeginRead(CancellationToken cancellationToken) => Begin(ref reading, cancellationToken);

    /// <summary>The same for writing.</summary>
    public Operation BeginWrite(CancellationToken cancellationToken) => Begin(ref writing, cancellationToken);

    public void Dispose()
    {
        lock (gate)
        {
            timer?.Dispose();
            due = timerDue = long.MaxValue;
        }
    }

    /// <summary>Something that reads or writes.</summary>
    public readonly struct Operation(CancellationTokenRegistration caller, CancellationToken token) : IDisposable
    {
        public CancellationToken Token => token;

        public void Dispose() => caller.Dispose();
    }

    Operation Begin(ref CancellationTokenSource source, CancellationToken cancellationToken)
    {
        CancellationTokenSource mine;
        lock (gate)
        {
            // One that a caller has cancelled is no good for the next.
            if (source.IsCancellationRequested && !IsOver)
                source = new CancellationTokenSource();
            mine = source;
        }
        return new Operation(cancellationToken.UnsafeRegister(static state => (state as CancellationTokenSource)?.Cancel(), mine), mine.Token);
    }

    void Start(TimeSpan fromNow)
    {
        timerDue = time.GetTimestamp() + Ticks(fromNow);
        if (timer is null)
            timer = Create(fromNow);
        else
            timer.Change(fromNow, Timeout.InfiniteTimeSpan);
    }

    // Whoever sends the first mail over a stream may be in the middle of a request, and what belongs to that must not live as long as this.
    ITimer Create(TimeSpan fromNow)
    {
        using (ExecutionContext.SuppressFlow())
            return time.CreateTimer(static state => (state as MovingDeadline)?.Look(), this, fromNow, Timeout.InfiniteTimeSpan);
    }

    void Look()
    {
        lock (gate)
        {
            timerDue = long.MaxValue;
            if (due == long.MaxValue)
                return;
            var left = time.GetElapsedTime(time.GetTimestamp(), due);
            if (left <= TimeSpan.Zero)
                End();
            else
                Start(left);
        }
    }

    // Behind the gate, so that nobody has set it anew in between. What is cancelled is a socket's operation, which ends on another thread.
    void End()
    {
        due = long.MaxValue;
        IsOver = true;
        reading.Cancel();
        writing.Cancel();
    }

    long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
