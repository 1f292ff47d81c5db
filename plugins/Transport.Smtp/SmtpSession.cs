namespace Msmtp.Transport.Smtp;

/// <summary>A server that has been reached, greeted and, if the account says so, encrypted to. Nobody has authenticated yet.</summary>
sealed class SmtpSession : IAsyncDisposable
{
    readonly LinkStream link;

    SmtpSession(LinkStream link, PluginContext context)
    {
        this.link = link;
        Protocol = context.Account.Settings.Get(CommonSettings.Protocol);
        Connection = new SmtpConnection(link, context);
        Dialogue = new SmtpDialogue(Connection, Protocol);
    }

    public MailProtocol Protocol { get; }

    public SmtpConnection Connection { get; }

    public SmtpDialogue Dialogue { get; }

    /// <summary>The server's first words.</summary>
    public Reply? Greeting { get; private set; }

    /// <summary>The TLS session; null: the connection is not encrypted.</summary>
    public TlsSession? Tls { get; private set; }

    /// <inheritdoc cref="LinkStream.Peer"/>
    public Peer? Peer => link.Peer;

    /// <summary>Connects and says hello. What the account wants of TLS is read first, so that a wrong file costs no connection.</summary>
    public static async ValueTask<SmtpSession> OpenAsync(PluginContext context, CancellationToken ct)
    {
        var tls = TlsPolicy.Decide(context.Account.Settings) == TlsStart.Never ? null : TlsLayer.Prepare(context);
        var link = await Dialer.ConnectAsync(context, ct).ConfigureAwait(false);
        return await BeginAsync(link, tls, context, ct).ConfigureAwait(false);
    }

    /// <summary>Says hello over a link that is there. The link is the session's from now on, whatever happens.</summary>
    public static async ValueTask<SmtpSession> BeginAsync(LinkStream link, TlsLayer? tls, PluginContext context, CancellationToken ct)
    {
        var session = new SmtpSession(link, context);
        try
        {
            await session.BeginAsync(tls, context, ct).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Authenticates, if the account wants it.</summary>
    public ValueTask AuthenticateAsync(PluginContext context, CancellationToken ct)
    {
        var authentication = new Authentication(Dialogue, context)
        {
            IsEncrypted = Tls is not null,
            ChannelBinding = type => Tls?.ChannelBinding(type),
        };
        return authentication.RunAsync(ct);
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();

    async ValueTask BeginAsync(TlsLayer? tls, PluginContext context, CancellationToken ct)
    {
        var settings = context.Account.Settings;
        var start = TlsPolicy.Decide(settings);
        var domain = settings.Get(SmtpSettings.Domain);

        if (tls is not null && start == TlsStart.WithConnection)
            await Connection.EncryptAsync(HandshakeAsync, ct).ConfigureAwait(false);
        Greeting = await Dialogue.GreetingAsync(ct).ConfigureAwait(false);
        await Dialogue.HelloAsync(domain, ct).ConfigureAwait(false);
        if (tls is not null && start == TlsStart.WithCommand)
        {
            await Dialogue.StartTlsAsync(HandshakeAsync, ct).ConfigureAwait(false);
            await Dialogue.HelloAsync(domain, ct).ConfigureAwait(false);
        }

        async ValueTask<Stream> HandshakeAsync(LinkStream stream, CancellationToken token)
        {
            Tls = await tls.StartAsync(stream, token).ConfigureAwait(false);
            foreach (var line in context.Trace is null ? [] : Tls.Describe())
                context.Trace?.Note(line);
            return Tls.Stream;
        }
    }
}
