namespace Msmtp.Hosting;

/// <summary>A connection for each mail, closed behind it: for a program that sends one.</summary>
sealed class FreshConnections : IConnectionSource
{
    public static FreshConnections Instance { get; } = new();

    public async ValueTask<PooledConnection> RentAsync(ConnectionKey key, ConnectionOpener open, CancellationToken cancellationToken) =>
        new(await open(cancellationToken).ConfigureAwait(false), static connection => connection.Transport.DisposeAsync());
}
