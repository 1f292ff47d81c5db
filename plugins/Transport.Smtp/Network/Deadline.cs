namespace Msmtp.Transport.Smtp;

/// <summary>A moment by which something must be done; the default value is no such moment.</summary>
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

    /// <summary>What is left of the time; null: there is no limit.</summary>
    public TimeSpan? Remaining => time is null ? null : span - time.GetElapsedTime(start);

    public bool IsOver => Remaining <= TimeSpan.Zero;

    /// <summary>The one that comes first.</summary>
    public static Deadline Earlier(Deadline one, Deadline other) =>
        other.Remaining is not { } rest || one.Remaining <= rest ? one : other;
}
