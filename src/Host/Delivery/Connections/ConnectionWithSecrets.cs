namespace Msmtp.Hosting;

/// <summary>
/// A connection of an application with secrets of its own: they are asked for when it is opened, not with each mail, and zeroed when it
/// is closed.
/// </summary>
sealed class ConnectionWithSecrets : DelegatingTransport
{
    readonly SecretChain secrets;

    ConnectionWithSecrets(ITransport connection, SecretChain secrets) : base(connection)
    {
        this.secrets = secrets;
    }

    /// <summary>Asks the early sources, so that no connection waits while they think, and opens the connection.</summary>
    public static async ValueTask<ITransport> OpenAsync(
        PluginRegistry plugins, TransportFactory open, PluginContext context, CancellationToken cancellationToken)
    {
        var secrets = new SecretChain(plugins, context);
        try
        {
            await secrets.AskEarlyAsync(cancellationToken).ConfigureAwait(false);
            return new ConnectionWithSecrets(await open(context with { Secrets = secrets }, cancellationToken).ConfigureAwait(false), secrets);
        }
        catch
        {
            secrets.Dispose();
            throw;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await base.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            secrets.Dispose();
        }
    }
}
