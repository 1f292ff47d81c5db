namespace Msmtp.Hosting;

/// <summary>What local time is at a moment: its distance from UTC, and the abbreviation that it goes by.</summary>
readonly record struct LocalOffset(TimeSpan Offset, string Name);

/// <summary>
/// Local time as a zone of the runtime's, which is a fifth of a small mail to make: its name is looked for in all of ICU's tables. It is made
/// anew where something has changed. That is looked for when another second begins, so that a process that runs for years sees summer time,
/// and a machine that is moved, within that time.
/// </summary>
/// <param name="look">Asks the system; null: it does not know, or nothing that the runtime can hold.</param>
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
