namespace Msmtp.Hosting;

/// <summary>
/// A link of an application with secrets of its own: they are asked for when it is opened, not with each mail, and zeroed when it
/// is closed.
/// </summary>
sealed class LinkWithSecrets : DelegatingTransport
{
    readonly SecretChain secrets;

    LinkWithSecrets(ITransport link, SecretChain secrets) : base(link)
    {
        this.secrets = secrets;
    }

    /// <summary>Asks the early sources, so that no connection waits while they think, and opens the link.</summary>
    public static async ValueTask<ITransport> OpenAsync(
        PluginRegistry plugins, TransportFactory open, PluginContext context, CancellationToken ct)
    {
        var secrets = new SecretChain(plugins, context);
        try
        {
            await secrets.AskEarlyAsync(ct).ConfigureAwait(false);
            return new LinkWithSecrets(await open(context with { Secrets = secrets }, ct).ConfigureAwait(false), secrets);
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
