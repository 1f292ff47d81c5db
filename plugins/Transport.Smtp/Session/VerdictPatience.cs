namespace Msmtp.Transport.Smtp;

/// <summary>How long to wait for a verdict: indefinitely, until the caller gives up; then for a limited time. One wait at a time.</summary>
#pragma warning disable CA1001 // The source has nothing to dispose, and the timer is disposed with the wait.
sealed class VerdictPatience(TimeProvider time, TimeSpan limit)
#pragma warning restore CA1001
{
    CancellationTokenSource source = new();
    ITimer? timer;

    /// <summary>Begins to wait for a verdict. Disposing the result ends the wait.</summary>
    public Waiting Begin(CancellationToken cancellationToken) => new(this, cancellationToken);

    void StartTimer() => timer = time.CreateTimer(
        static state => (state as CancellationTokenSource)?.Cancel(), source, limit, Timeout.InfiniteTimeSpan);

    void End()
    {
        if (timer is null)
            return;
        timer.Dispose();
        timer = null;
        // The timer may fire at this moment, and must not end the next wait.
        source = new CancellationTokenSource();
    }

    /// <summary>A wait for a verdict. The default value never ends it.</summary>
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

        /// <summary>Cancelled when time is up.</summary>
        public CancellationToken Token { get; }

        public void Dispose()
        {
            // Waits if the caller is just giving up: after that there is a timer to stop.
            caller.Dispose();
            patience?.End();
        }
    }
}
