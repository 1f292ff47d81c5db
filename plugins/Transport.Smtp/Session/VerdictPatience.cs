namespace Msmtp.Transport.Smtp;

/// <summary>How long a verdict is awaited: for good, until the caller gives up; from then on for a while. One at a time.</summary>
#pragma warning disable CA1001 // The source has nothing to dispose, and the timer is disposed with the waiting.
sealed class VerdictPatience(TimeProvider time, TimeSpan limit)
#pragma warning restore CA1001
{
    CancellationTokenSource source = new();
    ITimer? timer;

    /// <summary>Begins to wait for a verdict. Disposing the result ends that.</summary>
    public Waiting Begin(CancellationToken cancellationToken) => new(this, cancellationToken);

    void StartTimer() => timer = time.CreateTimer(
        static state => (state as CancellationTokenSource)?.Cancel(), source, limit, Timeout.InfiniteTimeSpan);

    void End()
    {
        if (timer is null)
            return;
        timer.Dispose();
        timer = null;
        // The clock may strike at this moment: that must not end the next one.
        source = new CancellationTokenSource();
    }

    /// <summary>A verdict is awaited. By default nobody gives up.</summary>
    public readonly struct Waiting : IDisposable
    {
        readonly VerdictPatience? patience;
        readonly CancellationTokenRegistration caller;

        public Waiting(VerdictPatience patience, CancellationToken cancellationToken)
        {
            this.patience = patience;
            Token = patience.source.Token;
            caller = cancellationToken.UnsafeRegister(static state => (state as VerdictPatience)?.StartTimer(), patience);
        }

        /// <summary>Cancelled when it has taken too long.</summary>
        public CancellationToken Token { get; }

        public void Dispose()
        {
            // Waits, if the caller gives up at this moment: from then on there is a timer to be stopped.
            caller.Dispose();
            patience?.End();
        }
    }
}
