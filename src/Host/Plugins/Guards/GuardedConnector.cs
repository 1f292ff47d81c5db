namespace Msmtp.Hosting;

/// <summary>A connector of a plugin from a folder.</summary>
sealed class GuardedConnector(PluginGuard guard, Func<IConnector> create) : IConnector
{
    IConnector? connector;

    public async ValueTask<ConnectionStream> ConnectAsync(ConnectionRequest request, CancellationToken cancellationToken) =>
        await guard.CallAsync(DeliveryStage.Connect, guard.Deadlines.Silence, token => (connector ??= create()).ConnectAsync(request, token), cancellationToken)
            .ConfigureAwait(false) is { } connection
            ? new GuardedConnection(guard, connection)
            : throw guard.Broken(DeliveryStage.Connect, "it opened no connection");
}
