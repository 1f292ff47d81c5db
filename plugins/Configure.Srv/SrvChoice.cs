namespace Msmtp.Configure.Srv;

/// <summary>Which of a name's records is taken. Does no I/O.</summary>
static class SrvChoice
{
    /// <summary>
    /// The one of the lowest priority, and among several the one of the greatest weight. RFC 2782 has clients draw lots by
    /// weight each time they connect; a configuration is written once, and should come out the same when it is written again.
    /// Null: there is none, be it that the domain has said so.
    /// </summary>
    public static SrvRecord? Pick(IEnumerable<SrvRecord> records) => records
        .Where(IsUsable)
        .OrderBy(static record => record.Priority)
        .ThenByDescending(static record => record.Weight)
        .FirstOrDefault();

    // RFC 2782: a target of "." means that the service is decidedly not available. A name from DNS may hold any octet, and
    // goes into a file and, from there, into a shell: only what names of hosts are made of gets that far.
    static bool IsUsable(SrvRecord record) => record.Port > 0 && HostName.IsValid(record.Target);
}
