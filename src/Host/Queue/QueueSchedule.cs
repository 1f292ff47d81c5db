namespace Msmtp.Hosting;

/// <summary>
/// When a queued mail, or the server of an account, is tried next, and how long a mail has been waiting. Clocks are set and machines sleep:
/// nothing here trusts a time further than a schedule reaches. Nothing here does I/O.
/// </summary>
static class QueueSchedule
{
    // A fifth in both directions, so that mails that failed together do not come back together.
    const double Spread = 0.2;

    /// <summary>From this age on, the sender is told that the mail is late.</summary>
    public static readonly TimeSpan NoticeAge = TimeSpan.FromHours(4);

    /// <summary>The longest time between two attempts.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1) * (1 + Spread);

    /// <summary>The longest time for which an account that needs to be mended is left alone.</summary>
    public static readonly TimeSpan LongestHold = TimeSpan.FromDays(1);

    static readonly TimeSpan ShortestPause = TimeSpan.FromMinutes(5);

    static ReadOnlySpan<byte> Minutes => [1, 2, 5, 10, 20, 40, 60];

    /// <summary>The time until the next attempt.</summary>
    /// <param name="attempts">The number of attempts so far, at least one.</param>
    /// <param name="chance">Between -1 and 1.</param>
    public static TimeSpan Delay(int attempts, double chance) =>
        TimeSpan.FromMinutes(Minutes[Math.Clamp(attempts, 1, Minutes.Length) - 1]) * (1 + Spread * chance);

    /// <summary>How long a server that has had too much is left alone: five minutes, and longer each time, up to an hour.</summary>
    public static TimeSpan ThrottleDelay(int failures, double chance)
    {
        var delay = Delay(failures + 2, chance);
        return delay > ShortestPause ? delay : ShortestPause;
    }

    /// <summary>
    /// How long an account that needs to be mended is left alone: an hour, and twice as long each time, up to a day. A wrong password is not
    /// tried so often that the server locks the account.
    /// </summary>
    public static TimeSpan HoldDelay(int failures)
    {
        var delay = TimeSpan.FromHours(1) * (1 << Math.Clamp(failures - 1, 0, 5));
        return delay < LongestHold ? delay : LongestHold;
    }

    /// <summary>The mail's own time has come.</summary>
    public static bool IsDue(QueuedMail mail, DateTimeOffset now) =>
        mail.NextAttempt is not { } next
        || now >= next
        // The clock has been set back: no attempt was planned as late as that.
        || mail.LastAttempt is not null && next - now > LongestDelay;

    /// <summary>
    /// By how much a mail has aged since its last attempt: the time that has passed, at most the time that was planned. Whatever is beyond that,
    /// the machine was off or asleep, or its clock was set.
    /// </summary>
    /// <param name="mail">The mail.</param>
    /// <param name="now">The time.</param>
    /// <param name="pausedSince">From then on it could not be tried, for a reason that does not count; null: there is none.</param>
    public static TimeSpan Elapsed(QueuedMail mail, DateTimeOffset now, DateTimeOffset? pausedSince = null)
    {
        if (mail is not { LastAttempt: { } last, NextAttempt: { } planned })
            return TimeSpan.Zero;
        var end = now < planned ? now : planned;
        if (pausedSince < end)
            end = pausedSince.Value;
        var elapsed = end - last;
        if (elapsed < TimeSpan.Zero)
            return TimeSpan.Zero;
        return elapsed < LongestDelay ? elapsed : LongestDelay;
    }
}
