namespace Msmtp.Hosting;

/// <summary>What becomes of the state of an account, and what it means for its mails. Nothing here does I/O.</summary>
static class AccountRules
{
    // A server that has had too much gets its connections back slowly.
    static readonly TimeSpan Recovery = TimeSpan.FromMinutes(10);

    /// <summary>The mails of the account wait, whatever their own times are.</summary>
    /// <param name="state">What is known of the account.</param>
    /// <param name="now">The time.</param>
    /// <param name="hasNetwork">This machine has a network.</param>
    /// <param name="changed">When the configuration was changed last; null: it is not known.</param>
    public static bool IsPaused(AccountState state, DateTimeOffset now, bool hasNetwork, DateTimeOffset? changed) => state.Pause switch
    {
        AccountPause.None => false,
        AccountPause.Offline when !hasNetwork => true,
        // Somebody may have mended it. A time to come says nothing, and would go on saying it until it has come.
        AccountPause.Held when changed > LastTried(state) && changed <= now => false,
        // Beyond the longest pause, the clock has been set back.
        AccountPause.Held => state.Until - now is { } hold && hold > TimeSpan.Zero && hold <= QueueSchedule.LongestHold,
        _ => state.Until - now is { } pause && pause > TimeSpan.Zero && pause <= QueueSchedule.LongestDelay,
    };

    /// <summary>From when on the mails of the account could not be tried for a reason that does not count; null: there is none.</summary>
    public static DateTimeOffset? UncountedSince(AccountState state) =>
        state.Pause is AccountPause.Held or AccountPause.Offline ? state.Since : null;

    /// <summary>The number of connections that may be open.</summary>
    public static int Places(AccountState state, int wanted)
    {
        if (state.Pause != AccountPause.None)
            return 1;
        return state.Connections is { } borne ? Math.Clamp(borne, 1, wanted) : wanted;
    }

    /// <summary>The state after a failure that concerns all mails of the account.</summary>
    /// <param name="state">The state as it is now.</param>
    /// <param name="seen">
    /// The state when the attempt began. If the pause has changed since, somebody else was there first, and it stays as it is: mails that fail
    /// at the same time are one failure.
    /// </param>
    /// <param name="failure">What it is about.</param>
    /// <param name="reason">What failed.</param>
    /// <param name="circumstances">The time and the like.</param>
    public static AccountState After(AccountState state, AccountState seen, FailureClass failure, string reason, AccountCircumstances circumstances)
    {
        if (state.Pause != seen.Pause || state.Until != seen.Until)
            return state;
        var pause = failure switch
        {
            FailureClass.Throttled => AccountPause.Throttled,
            FailureClass.Held => AccountPause.Held,
            FailureClass.Offline => AccountPause.Offline,
            _ => AccountPause.Unreachable,
        };
        var count = state.Pause == pause ? state.Failures + 1 : 1;
        return state with
        {
            Pause = pause,
            Failures = count,
            Since = state.Pause == pause ? state.Since : circumstances.Time,
            Until = circumstances.Time + Delay(pause, count, circumstances.Chance),
            Reason = reason,
            Connections = pause == AccountPause.Throttled ? Math.Max(1, Math.Min(state.Connections ?? circumstances.Wanted, circumstances.Wanted) / 2) : state.Connections,
        };
    }

    /// <summary>The state after the server has answered for a mail, whatever it said.</summary>
    public static AccountState AfterAnswer(AccountState state, AccountCircumstances circumstances)
    {
        var since = state.Pause == AccountPause.None ? state.Since : circumstances.Time;
        var hasRecovered = state.Connections is not null && (since is null || circumstances.Time - since >= Recovery);
        var borne = hasRecovered ? state.Connections * 2 : state.Connections;
        var isWhole = borne is null || borne >= circumstances.Wanted;
        return state with
        {
            Pause = AccountPause.None,
            Failures = 0,
            Since = isWhole ? null : hasRecovered ? circumstances.Time : since,
            Until = null,
            Reason = null,
            Connections = isWhole ? null : borne,
        };
    }

    /// <summary>
    /// The state after somebody may have mended the account: it is tried now. The time until then does not count all the same.
    /// </summary>
    public static AccountState Mended(AccountState state, DateTimeOffset now) => state.Pause == AccountPause.Held ? state with { Until = now } : state;

    /// <summary>Nothing about it would change after an answer.</summary>
    public static bool IsClean(AccountState state) => state is { Pause: AccountPause.None, Failures: 0, Connections: null };

    /// <summary>Lets another mail go at the account's rate. The state is the same if none may.</summary>
    /// <param name="state">The state as it is now.</param>
    /// <param name="interval">The time between two mails.</param>
    /// <param name="now">The time.</param>
    public static AccountState Let(AccountState state, TimeSpan interval, DateTimeOffset now) =>
        Wait(state, interval, now) > TimeSpan.Zero ? state : state with { FreeAt = now + interval };

    /// <summary>How long the next mail has to wait for the account's rate.</summary>
    public static TimeSpan Wait(AccountState state, TimeSpan interval, DateTimeOffset now)
    {
        var wait = state.FreeAt - now ?? TimeSpan.Zero;
        // Beyond the interval, the clock has been set back.
        return wait > interval || wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    static DateTimeOffset? LastTried(AccountState state) => state.Until - QueueSchedule.HoldDelay(state.Failures);

    static TimeSpan Delay(AccountPause pause, int failures, double chance) => pause switch
    {
        AccountPause.Throttled => QueueSchedule.ThrottleDelay(failures, chance),
        AccountPause.Held => QueueSchedule.HoldDelay(failures),
        AccountPause.Offline => QueueSchedule.Delay(1, chance),
        _ => QueueSchedule.Delay(failures, chance),
    };
}

/// <summary>What a change to the state of an account depends on.</summary>
/// <param name="Time">The time.</param>
/// <param name="Wanted">The number of connections that the account wants.</param>
/// <param name="Chance">Between -1 and 1.</param>
sealed record AccountCircumstances(DateTimeOffset Time, int Wanted, double Chance);
