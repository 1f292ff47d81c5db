namespace Msmtp.Hosting;

/// <summary>
/// A connection of an application, with its own secrets: they are looked up when it is opened, not for each mail, and zeroed when it is
/// closed.
/// </summary>
sealed class ConnectionWithSecrets : DelegatingTransport
{
    readonly SecretChain secrets;

    ConnectionWithSecrets(ITransport connection, SecretChain secrets) : base(connection)
    {
        this.secrets = secrets;
    }

    /// <summary>Asks the early sources before it opens the connection, so that the connection does not wait for them.</summary>
    public static async ValueTask<ITransport> OpenAsync(
        PluginRegistry plugins, TransportFactory open, PluginContext context, CancellationToken cancellationToken)
    {
        var secrets = new SecretChain(plugins, context);
        try
        {
            await secrets.AskEarlyAsync(cancellationToken).ConfigureAwait(false);
            await secrets.AskTokenEarlyAsync(cancellationToken).ConfigureAwait(false);
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
