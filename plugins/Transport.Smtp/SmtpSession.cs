namespace Msmtp.Transport.Smtp;

/// <summary>A server that has been reached, greeted and, if the account says so, encrypted to. Nobody has authenticated yet.</summary>
sealed class SmtpSession : IAsyncDisposable
{
    readonly LinkStream link;
    readonly PluginContext context;
    TimeSpan waited;

    SmtpSession(LinkStream link, PluginContext context)
    {
        this.link = link;
        this.context = context;
        Protocol = context.Account.Settings.Get(CommonSettings.Protocol);
        Connection = new SmtpConnection(link, context);
        Dialogue = new SmtpDialogue(Connection, context.Account.Settings);
    }

    public MailProtocol Protocol { get; }

    public SmtpConnection Connection { get; }

    public SmtpDialogue Dialogue { get; }

    /// <summary>The server's first words; null: it has not spoken yet.</summary>
    public Reply? Greeting { get; private set; }

    /// <summary>The TLS session; null: the connection is not encrypted.</summary>
    public TlsSession? Tls { get; private set; }

    /// <inheritdoc cref="LinkStream.Peer"/>
    public Peer? Peer => link.Peer;

    /// <summary>Connects and says hello. What the account wants of TLS is read first, so that a wrong file costs no connection.</summary>
    public static async ValueTask<SmtpSession> OpenAsync(PluginContext context, CancellationToken ct)
    {
        var isPlain = TlsPolicy.Decide(context.Account.Settings) == TlsStart.Never;
        var tls = isPlain ? null : await TlsLayer.PrepareAsync(context, ct).ConfigureAwait(false);
        var link = await Dialer.ConnectAsync(context, ct).ConfigureAwait(false);
        return await BeginAsync(link, tls, context, context.Trace is { } trace ? trace.Note : null, ct).ConfigureAwait(false);
    }

    /// <summary>Says hello over a link that is there. The link is the session's from now on, whatever happens.</summary>
    /// <param name="link">The link.</param>
    /// <param name="tls">What the account wants of TLS; null: nothing.</param>
    /// <param name="context">The account and the world.</param>
    /// <param name="note">Is told the facts of the TLS session as soon as it stands; null: nobody is.</param>
    /// <param name="ct">Gives up.</param>
    public static async ValueTask<SmtpSession> BeginAsync(
        LinkStream link, TlsLayer? tls, PluginContext context, Action<string>? note, CancellationToken ct)
    {
        var start = context.Time.GetTimestamp();
        var speaking = SilentServer.MayBe(context.Account.Settings)
            ? await new SilentServer(context).WaitAsync(link, ct).ConfigureAwait(false)
            : link;
        // Another connection has all of the time before it: nobody who is slow, and yet in time, must be missed.
        var session = new SmtpSession(speaking, context) { waited = speaking == link ? context.Time.GetElapsedTime(start) : TimeSpan.Zero };
        return await session.BeginAsync(tls, note, ct).ConfigureAwait(false);
    }

    /// <summary>Authenticates, if the account wants it.</summary>
    public ValueTask AuthenticateAsync(CancellationToken ct)
    {
        var authentication = new Authentication(Dialogue, context)
        {
            IsEncrypted = Tls is not null,
            ChannelBinding = type => Tls?.ChannelBinding(type),
        };
        return authentication.RunAsync(ct);
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();

    async ValueTask<SmtpSession> BeginAsync(TlsLayer? tls, Action<string>? note, CancellationToken ct)
    {
        try
        {
            await OpenDialogueAsync(tls, note, ct).ConfigureAwait(false);
            return this;
        }
        catch
        {
            await DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    async ValueTask OpenDialogueAsync(TlsLayer? tls, Action<string>? note, CancellationToken ct)
    {
        var settings = context.Account.Settings;
        var start = TlsPolicy.Decide(settings);
        var domain = await ClientNameAsync(ct).ConfigureAwait(false);

        if (tls is not null && start == TlsStart.WithConnection)
            await Connection.EncryptAsync(HandshakeAsync, ct).ConfigureAwait(false);
        Greeting = await GreetingAsync(settings, ct).ConfigureAwait(false);
        await Dialogue.HelloAsync(domain, ct).ConfigureAwait(false);
        if (tls is not null && start == TlsStart.WithCommand)
        {
            await Dialogue.StartTlsAsync(HandshakeAsync, ct).ConfigureAwait(false);
            await Dialogue.HelloAsync(domain, ct).ConfigureAwait(false);
        }

        async ValueTask<Stream> HandshakeAsync(LinkStream stream, CancellationToken token)
        {
            Tls = await tls.StartAsync(stream, token).ConfigureAwait(false);
            if (note is not null)
                foreach (var line in Tls.Describe())
                    note(line);
            return Tls.Stream;
        }
    }

    async ValueTask<string> ClientNameAsync(CancellationToken ct)
    {
        var settings = context.Account.Settings;
        if (context.Surroundings.FullHostName is not { } ask || settings.Has(SmtpSettings.Domain))
            return SmtpSettings.ClientName(settings);
        // RFC 5321 §4.1.4: a client without a name of its own gives its address.
        return await ask(ct).ConfigureAwait(false)
            ?? (link.LocalAddress is { } address ? AddressLiteral.Of(address) : SmtpSettings.ClientName(settings));
    }

    async ValueTask<Reply> GreetingAsync(Settings settings, CancellationToken ct)
    {
        try
        {
            return await Dialogue.GreetingAsync(waited, ct).ConfigureAwait(false);
        }
        catch (MailException e) when (e.Advice is null && TlsAdvice.NoGreeting(settings, e.Failure) is { } advice)
        {
            throw new MailException(e.Failure with { Advice = advice }, e.InnerException);
        }
    }
}
