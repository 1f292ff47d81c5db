namespace Msmtp.Cli;

/// <summary>
/// How many mails, and how large, one client may submit in an hour; as much may come at once. Nobody can fill the queue that all share. Nothing here
/// does I/O. Thread-safe.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="mostMails">The mails of a client in an hour.</param>
/// <param name="mostOctets">The octets of a client's mails in an hour.</param>
sealed class SubmissionLimits(TimeProvider time, int mostMails = 1000, long mostOctets = 500L * 1024 * 1024)
{
    const double SecondsInAnHour = 3600;

    readonly Lock gate = new();
    readonly LeakyBuckets mails = new(time, mostMails / SecondsInAnHour);
    readonly LeakyBuckets octets = new(time, mostOctets / SecondsInAnHour);

    /// <summary>Counts a mail; false: the client has to wait.</summary>
    /// <param name="client">The client.</param>
    /// <param name="size">The size of the mail in octets.</param>
    public bool TryTake(string client, long size)
    {
        lock (gate)
        {
            if (!HasRoom(client, size))
                return false;
            mails.Add(client, 1);
            octets.Add(client, size);
            return true;
        }
    }

    /// <summary>Whether a client may submit a mail of this size now.</summary>
    public bool Allows(string client, long size)
    {
        lock (gate)
            return HasRoom(client, size);
    }

    bool HasRoom(string client, long size) => mails.Level(client) + 1 <= mostMails && octets.Level(client) + size <= mostOctets;
}
