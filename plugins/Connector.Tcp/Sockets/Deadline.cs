namespace Msmtp.Connector.Tcp;

/// <summary>A moment by which something must be done; the default value means there is none.</summary>
readonly struct Deadline
{
    readonly TimeProvider? time;
    readonly long start;
    readonly TimeSpan span;

    public Deadline(TimeProvider time, TimeSpan fromNow)
    {
        this.time = time;
        start = time.GetTimestamp();
        span = fromNow;
    }

    /// <summary>The time left; null: there is no limit.</summary>
    public TimeSpan? Remaining => time is null ? null : span - time.GetElapsedTime(start);

    /// <summary>
    /// How long to wait now: at most <paramref name="longest"/>, which is also the answer if there is no limit. Never negative, because
    /// the moment may pass between a look at <see cref="IsOver"/> and this call.
    /// </summary>
    public TimeSpan Wait(TimeSpan longest)
    {
        var rest = Remaining ?? longest;
        return rest < TimeSpan.Zero ? TimeSpan.Zero : rest < longest ? rest : longest;
    }

    public bool IsOver => Remaining <= TimeSpan.Zero;

    /// <summary>The earlier of the two.</summary>
    public static Deadline Earlier(Deadline one, Deadline other) =>
        other.Remaining is not { } rest || one.Remaining <= rest ? one : other;
}
