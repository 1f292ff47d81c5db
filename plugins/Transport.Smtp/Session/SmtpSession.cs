using System.Net;

namespace Msmtp.Transport.Smtp;

/// <summary>A session after connecting, EHLO and, if the account wants it, TLS, but before authentication.</summary>
sealed class SmtpSession : IAsyncDisposable
{
    readonly ConnectionStream stream;
    readonly PluginContext context;
    TimeSpan waited;
    AuthenticationResult? authentication;

    SmtpSession(ConnectionStream stream, PluginContext context)
    {
        this.stream = stream;
        this.context = context;
        Protocol = context.Account.Settings.Get(CommonSettings.Protocol);
        Connection = new SmtpConnection(stream, context);
        Dialogue = new SmtpDialogue(Connection, context.Account.Settings);
    }

    public MailProtocol Protocol { get; }

    public SmtpConnection Connection { get; }

    public SmtpDialogue Dialogue { get; }

    /// <summary>The server's greeting; null: it has not arrived yet.</summary>
    public ServerReply? Greeting { get; private set; }

    /// <summary>The TLS session; null: the connection is not encrypted.</summary>
    public TlsSession? Tls => stream.Tls;

    /// <summary>The facts of the session, for logs.</summary>
    public SessionFacts Facts => new() { TlsProtocol = Tls?.Protocol, TlsCipherSuite = Tls?.CipherSuite, Authentication = authentication };

    /// <inheritdoc cref="ConnectionStream.RemoteAddress"/>
    public IPAddress? RemoteAddress => stream.RemoteAddress;

    /// <summary>Connects and says hello.</summary>
    public static ValueTask<SmtpSession> OpenAsync(PluginContext context, CancellationToken cancellationToken) =>
        OpenAsync(new ConnectionRequest(), context, context.Trace is { } trace ? trace.Note : null, cancellationToken);

    /// <summary>Connects and says hello.</summary>
    /// <param name="request">How to connect.</param>
    /// <param name="context">The account and its environment.</param>
    /// <param name="note">Called with the facts of the TLS session as soon as there is one; null: not called.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public static async ValueTask<SmtpSession> OpenAsync(
        ConnectionRequest request, PluginContext context, Action<string>? note, CancellationToken cancellationToken)
    {
        var connector = context.Connector;
        var stream = await connector.ConnectAsync(request, cancellationToken).ConfigureAwait(false);
        return await BeginAsync(stream, connector, context, note, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says hello over an open connection, which the session owns from now on, whatever happens.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="connector">The connector that opened it.</param>
    /// <param name="context">The account and its environment.</param>
    /// <param name="note">Called with the facts of the TLS session as soon as there is one; null: not called.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public static async ValueTask<SmtpSession> BeginAsync(
        ConnectionStream stream, IConnector connector, PluginContext context, Action<string>? note, CancellationToken cancellationToken)
    {
        var (start, settings) = (context.Time.GetTimestamp(), context.Account.Settings);
        var speaking = SilentServer.MayBe(settings)
            ? await new SilentServer(connector, settings).WaitAsync(stream, cancellationToken).ConfigureAwait(false)
            : stream;
        // Another connection has its whole timeout left: a server that is slow, but within it, must not be missed.
        var session = new SmtpSession(speaking, context) { waited = speaking == stream ? context.Time.GetElapsedTime(start) : TimeSpan.Zero };
        return await session.BeginAsync(note, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="ConnectionStream.FindRemoteNameAsync"/>
    public ValueTask<string?> FindRemoteNameAsync(CancellationToken cancellationToken) => stream.FindRemoteNameAsync(cancellationToken);

    /// <summary>Authenticates, if the account wants it.</summary>
    public async ValueTask AuthenticateAsync(CancellationToken cancellationToken)
    {
        try
        {
            authentication = await context.Authenticator.AuthenticateAsync(new SmtpSaslChannel(Connection, Offer), cancellationToken).ConfigureAwait(false);
        }
        catch (MailException e) when (!Dialogue.Capabilities.Auth)
        {
            // A missing feature is not an error of the session: end it with QUIT.
            await Dialogue.QuitAsync(cancellationToken).ConfigureAwait(false);
            throw Dialogue.Explained(e);
        }
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();

    SaslOffer Offer()
    {
        var settings = context.Account.Settings;
        var host = settings.Get(CommonSettings.Host) is { } name ? HostName.ToAscii(name) : "localhost";
        return new SaslOffer(host, settings.Get(CommonSettings.Port))
        {
            IsMade = Dialogue.Capabilities.Auth,
            Mechanisms = Dialogue.Capabilities.Mechanisms,
            IsEncrypted = Tls is not null,
            ChannelBinding = type => Tls?.ChannelBinding(type),
        };
    }

    async ValueTask<SmtpSession> BeginAsync(Action<string>? note, CancellationToken cancellationToken)
    {
        try
        {
            await OpenDialogueAsync(note, cancellationToken).ConfigureAwait(false);
            return this;
        }
        catch
        {
            await DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    async ValueTask OpenDialogueAsync(Action<string>? note, CancellationToken cancellationToken)
    {
        var settings = context.Account.Settings;
        var domain = await ClientNameAsync(cancellationToken).ConfigureAwait(false);

        NoteTls(note);
        Greeting = await GreetingAsync(settings, cancellationToken).ConfigureAwait(false);
        await Dialogue.HelloAsync(domain, cancellationToken).ConfigureAwait(false);
        if (CommonSettings.SecurityOf(settings) == ConnectionSecurity.StartTls)
        {
            await Dialogue.StartTlsAsync(cancellationToken).ConfigureAwait(false);
            NoteTls(note);
            await Dialogue.HelloAsync(domain, cancellationToken).ConfigureAwait(false);
        }
    }

    void NoteTls(Action<string>? note)
    {
        if (note is not null && Tls is { } tls)
            foreach (var line in tls.Describe())
                note(line);
    }

    async ValueTask<string> ClientNameAsync(CancellationToken cancellationToken)
    {
        var settings = context.Account.Settings;
        if (context.Environment.FullHostName is not { } ask || settings.Has(CommonSettings.Domain))
            return SmtpSettings.ClientName(settings);
        // RFC 5321 §4.1.4: a client without a name sends its address.
        return await ask(cancellationToken).ConfigureAwait(false)
            ?? (stream.LocalAddress is { } address ? AddressLiteral.Of(address) : SmtpSettings.ClientName(settings));
    }

    async ValueTask<ServerReply> GreetingAsync(AccountSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            return await Dialogue.GreetingAsync(waited, cancellationToken).ConfigureAwait(false);
        }
        catch (MailException e) when (e.Advice is null && StartTlsAdvice.NoGreeting(settings, e.Failure) is { } advice)
        {
            throw new MailException(e.Failure with { Advice = advice }, e.InnerException);
        }
    }
}
