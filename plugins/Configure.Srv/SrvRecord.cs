namespace Msmtp.Configure.Srv;

/// <summary>What a domain says about one of its servers (RFC 2782).</summary>
/// <param name="Priority">Lower is better.</param>
/// <param name="Weight">The share among those of one priority.</param>
/// <param name="Port">The server's port.</param>
/// <param name="Target">The server's name, with or without the dot that ends it; the dot alone: there is no such service.</param>
sealed record SrvRecord(int Priority, int Weight, int Port, string Target)
{
    /// <summary>The number of this type of records in DNS.</summary>
    public const int Type = 33;
}

/// <summary>Where SRV records come from.</summary>
interface ISrvSource
{
    /// <summary>The records of a name, in the order of the answer. Empty: it has none, or there is no such name.</summary>
    /// <exception cref="IOException">Nobody could tell.</exception>
    ValueTask<IReadOnlyList<SrvRecord>> FindAsync(string name, CancellationToken cancellationToken);
}
