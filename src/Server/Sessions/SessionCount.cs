namespace Msmtp.Server;

/// <summary>How many sessions each client has, so that one client cannot take all of them.</summary>
sealed class SessionCount(int limit)
{
    readonly Lock gate = new();
    readonly Dictionary<string, int> sessions = [];

    /// <summary>Counts another session; false: that would be too many.</summary>
    public bool TryAdd(string? client)
    {
        lock (gate)
        {
            if (client is null)
                return true;
            var count = sessions.GetValueOrDefault(client);
            if (count < limit)
                sessions[client] = count + 1;
            return count < limit;
        }
    }

    public void Remove(string? client)
    {
        lock (gate)
            if (client is not null && --sessions[client] == 0)
                sessions.Remove(client);
    }
}
