namespace Msmtp.Cli;

/// <summary>
/// How many mails, and how large, one client may submit in an hour: nobody can fill the queue that all share. Nothing here does I/O.
/// </summary>
sealed class SubmissionLimits(TimeProvider time)
{
    // Beyond that, those who have used up least are forgotten: the table must not grow without bounds.
    const int MostClients = 1000;

    /// <summary>The mails of a client in an hour; as many may come at once.</summary>
    public int Mails { get; init; } = 1000;

    /// <summary>The octets of a client's mails in an hour.</summary>
    public long Octets { get; init; } = 500L * 1024 * 1024;

    readonly Lock gate = new();
    readonly Dictionary<string, Use> uses = [];

    sealed class Use
    {
        public double Mails { get; set; }

        public double Octets { get; set; }

        public long Since { get; set; }
    }

    /// <summary>Counts a mail; false: the client has to wait.</summary>
    /// <param name="client">The client.</param>
    /// <param name="size">The size of the mail in octets.</param>
    public bool TryTake(string client, long size)
    {
        lock (gate)
        {
            var use = Current(client);
            if (use.Mails + 1 > Mails || use.Octets + size > Octets)
                return false;
            use.Mails++;
            use.Octets += size;
            return true;
        }
    }

    /// <summary>Whether a client may submit a mail of this size now.</summary>
    public bool Allows(string client, long size)
    {
        lock (gate)
            return Current(client) is var use && use.Mails + 1 <= Mails && use.Octets + size <= Octets;
    }

    // What was used up comes back evenly.
    Use Current(string client)
    {
        if (!uses.TryGetValue(client, out var use))
        {
            Forget();
            uses[client] = use = new Use { Since = time.GetTimestamp() };
        }
        var hours = time.GetElapsedTime(use.Since).TotalHours;
        use.Since = time.GetTimestamp();
        use.Mails = Math.Max(0, use.Mails - hours * Mails);
        use.Octets = Math.Max(0, use.Octets - hours * Octets);
        return use;
    }

    void Forget()
    {
        if (uses.Count < MostClients)
            return;
        var (least, lowest) = ("", double.MaxValue);
        foreach (var (client, use) in uses)
            if (use.Mails < lowest)
                (least, lowest) = (client, use.Mails);
        uses.Remove(least);
    }
}
