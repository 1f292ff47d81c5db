namespace Msmtp.Cli;

/// <summary>
/// How much each client has used up of something that comes back evenly. There may be more clients than there is memory for: beyond a number, those
/// who have used up least are forgotten. Nothing here does I/O. For one thread at a time.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="comesBackInASecond">How much is free again after a second.</param>
sealed class LeakyBuckets(TimeProvider time, double comesBackInASecond)
{
    const int MostClients = 1000;

    readonly Dictionary<string, Bucket> buckets = [];

    sealed class Bucket
    {
        public double Level { get; set; }

        public long Since { get; set; }
    }

    /// <summary>How much a client has used up.</summary>
    public double Level(string client) => buckets.TryGetValue(client, out var bucket) ? Level(bucket) : 0;

    /// <summary>Notes what a client has used.</summary>
    public void Add(string client, double amount)
    {
        if (!buckets.TryGetValue(client, out var bucket))
        {
            Forget();
            buckets[client] = bucket = new Bucket();
        }
        bucket.Level = Level(bucket) + amount;
        bucket.Since = time.GetTimestamp();
    }

    double Level(Bucket bucket) => Math.Max(0, bucket.Level - time.GetElapsedTime(bucket.Since).TotalSeconds * comesBackInASecond);

    void Forget()
    {
        if (buckets.Count < MostClients)
            return;
        var (least, lowest) = ("", double.MaxValue);
        foreach (var (client, bucket) in buckets)
            if (Level(bucket) < lowest)
                (least, lowest) = (client, Level(bucket));
        buckets.Remove(least);
    }
}
