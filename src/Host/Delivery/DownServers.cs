using System.Collections.Concurrent;

namespace Msmtp.Hosting;

/// <summary>
/// Which servers could not be reached lately, where an account has several: for a minute its mails try the others first, and then one mail tries
/// again. Known to this process only. Thread-safe.
/// </summary>
sealed class DownServers
{
    /// <summary>How long the others are preferred.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    // More than anybody has accounts. Whatever is forgotten costs another attempt.
    const int Most = 1000;

    ConcurrentDictionary<string, Failed>? failed;

    /// <param name="At">The timestamp of the failure.</param>
    /// <param name="Until">The timestamp until when others are preferred.</param>
    /// <param name="Failure">What it was.</param>
    sealed record Failed(long At, long Until, DeliveryFailure Failure);

    /// <summary>It did not answer, and says so about itself, not about one mail.</summary>
    public void Note(string server, DeliveryFailure failure, TimeProvider time)
    {
        if (failed is null)
            Interlocked.CompareExchange(ref failed, [], null);
        if (failed.Count >= Most)
            failed.Clear();
        var now = time.GetTimestamp();
        failed[server] = new Failed(now, After(now, time), failure);
    }

    /// <summary>It has answered.</summary>
    public void Forget(string server) => failed?.TryRemove(server, out _);

    /// <summary>
    /// Others are preferred. When the time is over, that is false for one mail, and true for the rest until it has heard from the server.
    /// </summary>
    public bool IsResting(string server, TimeProvider time)
    {
        if (failed is null || !failed.TryGetValue(server, out var known))
            return false;
        var now = time.GetTimestamp();
        return now < known.Until || !failed.TryUpdate(server, known with { Until = After(now, time) }, known);
    }

    /// <summary>How it failed since a mail has begun to wait for it; null: it did not.</summary>
    public DeliveryFailure? FailureSince(string server, long start) =>
        failed is not null && failed.TryGetValue(server, out var known) && known.At > start ? known.Failure : null;

    static long After(long now, TimeProvider time) => now + (long)(Rest.TotalSeconds * time.TimestampFrequency);
}
