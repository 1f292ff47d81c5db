namespace Msmtp.Transport.Smtp;

/// <summary>How long a verdict is awaited: for good, until the caller gives up; from then on for a while.</summary>
sealed class VerdictPatience : IDisposable
{
    readonly CancellationTokenSource source = new();
    readonly CancellationTokenRegistration caller;
    readonly TimeProvider time;
    readonly TimeSpan limit;
    ITimer? timer;

    public VerdictPatience(TimeProvider time, TimeSpan limit, CancellationToken cancellationToken)
    {
        this.time = time;
        this.limit = limit;
        caller = cancellationToken.UnsafeRegister(static state => (state as VerdictPatience)?.Begin(), this);
    }

    /// <summary>Cancelled when it is over.</summary>
    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        // Waits, if the caller gives up at this moment: from then on there is a timer to be stopped.
        caller.Dispose();
        // It may be over at this moment: the source has to be there, and has nothing to dispose.
        timer?.Dispose();
    }

    void Begin() => timer = time.CreateTimer(
        static state => (state as CancellationTokenSource)?.Cancel(), source, limit, Timeout.InfiniteTimeSpan);
}
