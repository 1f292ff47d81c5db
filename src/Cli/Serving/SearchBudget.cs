namespace Msmtp.Cli;

/// <summary>
/// How long the queue may be looked through for one user: some time at once, and a share of the time on the whole. The queue has the mails of all,
/// and whoever has few of them could keep the service busy with questions. Nothing here does I/O. Thread-safe.
/// </summary>
sealed class SearchBudget(TimeProvider time)
{
    // A search of 100,000 mails takes some seconds.
    static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(2);
    const double Share = 0.05;

    // Beyond that, those who have used up nothing for long are forgotten first.
    const int MostUsers = 1000;

    readonly Lock gate = new();
    readonly Dictionary<string, Use> uses = [];

    sealed class Use
    {
        public TimeSpan Spent { get; set; }

        public long Since { get; set; }

        public bool IsSearching { get; set; }
    }

    /// <summary>Begins a search. False: one is under way for this user, or he has used up his share and has to wait.</summary>
    public bool TryBegin(string user)
    {
        lock (gate)
        {
            var use = Current(user);
            if (use.IsSearching || use.Spent >= AtOnce)
                return false;
            return use.IsSearching = true;
        }
    }

    /// <summary>Ends the search that was begun for a user.</summary>
    /// <param name="user">The user.</param>
    /// <param name="spent">How long it took.</param>
    public void End(string user, TimeSpan spent)
    {
        lock (gate)
        {
            var use = Current(user);
            use.Spent += spent;
            use.IsSearching = false;
        }
    }

    Use Current(string user)
    {
        if (!uses.TryGetValue(user, out var use))
        {
            Forget();
            uses[user] = use = new Use { Since = time.GetTimestamp() };
        }
        var rest = use.Spent - time.GetElapsedTime(use.Since) * Share;
        use.Spent = rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
        use.Since = time.GetTimestamp();
        return use;
    }

    void Forget()
    {
        if (uses.Count < MostUsers)
            return;
        string? idle = null;
        foreach (var (user, use) in uses)
            if (!use.IsSearching && (idle is null || use.Since < uses[idle].Since))
                idle = user;
        if (idle is not null)
            uses.Remove(idle);
    }
}
