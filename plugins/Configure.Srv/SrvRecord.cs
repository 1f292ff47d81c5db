namespace Msmtp.Configure.Srv;

/// <summary>An SRV record: one of a domain's servers (RFC 2782).</summary>
/// <param name="Priority">Lower is better.</param>
/// <param name="Weight">The share among records of the same priority.</param>
/// <param name="Port">The server's port.</param>
/// <param name="Target">The server's name, with or without the trailing dot; a single dot: there is no such service.</param>
sealed record SrvRecord(int Priority, int Weight, int Port, string Target)
{
    /// <summary>The number of this record type.</summary>
    public const int Type = 33;
}

/// <summary>Where SRV records come from.</summary>
interface ISrvSource
{
    /// <summary>The records of a name, in the order of the answer. Empty: it has none, or does not exist.</summary>
    /// <exception cref="IOException">The lookup failed.</exception>
    ValueTask<IReadOnlyList<SrvRecord>> FindAsync(string name, CancellationToken cancellationToken);
}
