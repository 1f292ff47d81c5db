namespace Msmtp.Configure.Srv;

/// <summary>Chooses one of a name's records. Does no I/O.</summary>
static class SrvChoice
{
    /// <summary>
    /// The record with the lowest priority, and among several the one with the greatest weight. RFC 2782 has clients choose at random,
    /// by weight, each time they connect; a configuration is written once, and should come out the same the next time. Null: there is
    /// no usable record, or the domain says that there is no service.
    /// </summary>
    public static SrvRecord? Pick(IEnumerable<SrvRecord> records) => records
        .Where(IsUsable)
        .OrderBy(static record => record.Priority)
        .ThenByDescending(static record => record.Weight)
        .FirstOrDefault();

    // RFC 2782: a target of "." means that the service is decidedly not available. A name from the DNS may contain any octet, and goes
    // into a file and from there into a shell: only valid host names get that far.
    static bool IsUsable(SrvRecord record) => record.Port > 0 && HostName.IsValid(record.Target);
}
