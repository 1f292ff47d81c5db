namespace Msmtp.Cli;

/// <summary>
/// How long the queue may be looked through for one user: some time at once, and a share of the time on the whole. The queue has the mails of all,
/// and whoever has few of them could keep the service busy with questions. Nothing here does I/O. Thread-safe.
/// </summary>
sealed class SearchBudget(TimeProvider time)
{
    // A search of 100,000 mails takes some seconds.
    const double SecondsAtOnce = 2;
    const double Share = 0.05;

    readonly Lock gate = new();
    readonly LeakyBuckets seconds = new(time, Share);

    // No more than there are sessions.
    readonly HashSet<string> searching = [];

    /// <summary>Begins a search. False: one is under way for this user, or he has used up his share and has to wait.</summary>
    public bool TryBegin(string user)
    {
        lock (gate)
            return seconds.Level(user) < SecondsAtOnce && searching.Add(user);
    }

    /// <summary>Ends the search that was begun for a user.</summary>
    /// <param name="user">The user.</param>
    /// <param name="spent">How long it took.</param>
    public void End(string user, TimeSpan spent)
    {
        lock (gate)
        {
            searching.Remove(user);
            seconds.Add(user, spent.TotalSeconds);
        }
    }
}
