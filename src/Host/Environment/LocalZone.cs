namespace Msmtp.Hosting;

/// <summary>Local time at some moment: its offset from UTC, and its abbreviation.</summary>
readonly record struct LocalOffset(TimeSpan Offset, string Name);

/// <summary>
/// Local time as a time zone of the runtime. Creating one takes a fifth of the time of a small mail, because its name is looked up in all
/// of ICU's tables, so it is created only when something has changed. That is checked once a second: a process that runs for years notices
/// summer time, and a machine that moves, within a second.
/// </summary>
/// <param name="look">Asks the system; null: it does not know, or the runtime cannot represent it.</param>
sealed class LocalZone(Func<long, LocalOffset?> look)
{
    Known? latest;

    sealed record Known(long Second, LocalOffset? Offset, TimeZoneInfo? Zone);

    /// <summary>The zone. Null: the system does not know.</summary>
    /// <param name="second">The moment, in seconds since 1970.</param>
    public TimeZoneInfo? At(long second)
    {
        var known = latest;
        if (known?.Second == second)
            return known.Zone;
        var offset = look(second);
        var zone = known is not null && known.Offset == offset ? known.Zone : offset is { } some ? Make(some) : null;
        latest = new Known(second, offset, zone);
        return zone;
    }

    static TimeZoneInfo Make(LocalOffset local) => TimeZoneInfo.CreateCustomTimeZone(local.Name, local.Offset, local.Name, local.Name);
}
