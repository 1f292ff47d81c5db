namespace Msmtp.Configure.Srv;

/// <summary>Where SRV records come from.</summary>
interface ISrvSource
{
    /// <summary>The records of a name, in the order of the answer. Empty: it has none, or there is no such name.</summary>
    /// <exception cref="IOException">Nobody could tell.</exception>
    ValueTask<IReadOnlyList<SrvRecord>> FindAsync(string name, CancellationToken cancellationToken);
}
