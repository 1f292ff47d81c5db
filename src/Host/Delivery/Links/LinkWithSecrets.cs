namespace Msmtp.Hosting;

/// <summary>
/// A link of an application with secrets of its own: they are asked for when it is opened, not with each mail, and zeroed when it
/// is closed.
/// </summary>
sealed class LinkWithSecrets : ITransport
{
    readonly ITransport link;
    readonly SecretChain secrets;

    LinkWithSecrets(ITransport link, SecretChain secrets)
    {
        this.link = link;
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

    public bool AcceptsEightBit => link.AcceptsEightBit;

    public ValueTask<bool> ReadyAsync(CancellationToken ct) => link.ReadyAsync(ct);

    public ValueTask<bool> ProbeAsync(CancellationToken ct) => link.ProbeAsync(ct);

    public ValueTask<DeliveryReport> SendAsync(Mail mail, CancellationToken ct) => link.SendAsync(mail, ct);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await link.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            secrets.Dispose();
        }
    }
}
