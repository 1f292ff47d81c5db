namespace Msmtp.Connector.Tcp;

/// <summary>
/// The deadline of a stream's current operations, and what cancels them when it passes. It is reset with every command, which only
/// changes a number. The timer, which would cost more than the command, is left running and checks the deadline when it fires.
/// </summary>
sealed class MovingDeadline(TimeProvider time) : IDisposable
{
    // A timer takes 49 days at most; a longer limit counts as none.
    static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    readonly Lock gate = new();
    // Separate: a caller who gives up reading has not given up writing.
    CancellationTokenSource reading = new();
    CancellationTokenSource writing = new();
    ITimer? timer;
    long due = long.MaxValue;
    long timerDue = long.MaxValue;

    /// <summary>The deadline has passed, and has not been reset.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Resets the deadline to this time from now; null: there is no limit.</summary>
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

    /// <summary>Begins a read, which is cancelled when the deadline passes or the caller gives up. Dispose it when done.</summary>
    public Operation BeginRead(CancellationToken cancellationToken) => Begin(ref reading, cancellationToken);

    /// <summary>The same for a write.</summary>
    public Operation BeginWrite(CancellationToken cancellationToken) => Begin(ref writing, cancellationToken);

    public void Dispose()
    {
        lock (gate)
        {
            timer?.Dispose();
            due = timerDue = long.MaxValue;
        }
    }

    /// <summary>A read or a write.</summary>
    public readonly struct Operation(CancellationTokenRegistration caller, CancellationToken token) : IDisposable
    {
        public CancellationToken Token => token;

        public void Dispose() => caller.Dispose();
    }

    Operation Begin(ref CancellationTokenSource source, CancellationToken cancellationToken)
    {
        CancellationTokenSource current;
        lock (gate)
        {
            // A source that an earlier caller has cancelled cannot be used again.
            if (source.IsCancellationRequested && !IsOver)
                source = new CancellationTokenSource();
            current = source;
        }
        var caller = cancellationToken.UnsafeRegister(static state => (state as CancellationTokenSource)?.Cancel(), current);
        return new Operation(caller, current.Token);
    }

    void Start(TimeSpan fromNow)
    {
        timerDue = time.GetTimestamp() + Ticks(fromNow);
        if (timer is null)
            timer = Create(fromNow);
        else
            timer.Change(fromNow, Timeout.InfiniteTimeSpan);
    }

    // The first mail on a stream may be sent in the course of a request, whose context must not live as long as this timer.
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

    // Called under the lock, so that the deadline cannot be reset meanwhile. The socket operations it cancels end on another thread.
    void End()
    {
        due = long.MaxValue;
        IsOver = true;
        reading.Cancel();
        writing.Cancel();
    }

    long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
