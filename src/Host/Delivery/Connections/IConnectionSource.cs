namespace Msmtp.Hosting;

/// <summary>Where a mail gets its connection.</summary>
interface IConnectionSource
{
    /// <summary>A connection for one mail, which gives it back.</summary>
    /// <param name="key">What it has to be good for.</param>
    /// <param name="open">Opens one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<PooledConnection> RentAsync(ConnectionKey key, ConnectionOpener open, CancellationToken cancellationToken);
}

/// <summary>Opens a connection.</summary>
delegate ValueTask<ITransport> ConnectionOpener(CancellationToken cancellationToken);
