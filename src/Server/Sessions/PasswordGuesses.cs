namespace Msmtp.Server;

/// <summary>
/// The failed logins of each client, over all of its sessions. An attempt counts as failed from the start: concurrency gains nothing.
/// </summary>
sealed class PasswordGuesses(SmtpServerOptions options)
{
    // Beyond that the oldest are forgotten: the table must not grow without bounds.
    const int MaxClients = 10_000;

    readonly Lock gate = new();
    readonly Dictionary<string, Queue<long>> guesses = [];

    /// <summary>Counts an attempt; false: the client has to wait.</summary>
    public bool TryBegin(string? client)
    {
        if (client is null)
            return true;
        lock (gate)
        {
            Forget();
            if (!guesses.TryGetValue(client, out var times))
                guesses[client] = times = new Queue<long>();
            if (times.Count >= options.MaxAuthFailuresPerClient)
                return false;
            times.Enqueue(options.TimeProvider.GetTimestamp());
            return true;
        }
    }

    /// <summary>The last attempt does not count: the password was right, or could not be checked.</summary>
    public void TakeBack(string? client)
    {
        lock (gate)
            if (client is not null && guesses.TryGetValue(client, out var times) && times.TryDequeue(out _) && times.Count == 0)
                guesses.Remove(client);
    }

    void Forget()
    {
        foreach (var (client, times) in guesses)
        {
            while (times.TryPeek(out var time) && options.TimeProvider.GetElapsedTime(time) >= options.AuthFailureMemory)
                times.Dequeue();
            if (times.Count == 0)
                guesses.Remove(client);
        }
        if (guesses.Count >= MaxClients)
            guesses.Remove(guesses.MinBy(static pair => pair.Value.Peek()).Key);
    }
}
