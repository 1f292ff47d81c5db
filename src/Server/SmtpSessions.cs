namespace Msmtp.Server;

/// <summary>
/// The sessions of one server, wherever its clients come from: admits them up to the limits of the options, and serves each one over its
/// stream. <see cref="SmtpServer"/> adds a listening socket.
/// </summary>
public sealed class SmtpSessions : IDisposable
{
    readonly SmtpServerOptions options;
    readonly IMailHandler handler;
    readonly TlsFactory? tls;
    readonly SemaphoreSlim slots;
    readonly SessionCount perClient;
    readonly PasswordGuesses guesses;
    long sessions;

    SmtpSessions(SmtpServerOptions options, IMailHandler handler, TlsFactory? tls)
    {
        options.Validate();
        (this.options, this.handler, this.tls) = (options, handler, tls);
        slots = new SemaphoreSlim(options.MaxConnections);
        perClient = new SessionCount(options.MaxConnectionsPerClient);
        guesses = new PasswordGuesses(options);
    }

    /// <summary>Sessions with whatever the options say.</summary>
    /// <param name="options">How the server behaves.</param>
    /// <param name="handler">Takes the mail; not disposed.</param>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public static SmtpSessions Create(SmtpServerOptions options, IMailHandler handler)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new SmtpSessions(options, handler, TlsUpgrade.For(options));
    }

    /// <summary>Sessions without TLS, in a program that does not contain the code for it.</summary>
    /// <inheritdoc cref="Create"/>
    public static SmtpSessions CreatePlain(SmtpServerOptions options, IMailHandler handler)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.TlsMode != TlsMode.None)
            throw new ArgumentException("these sessions have no TLS", nameof(options));
        return new SmtpSessions(options, handler, tls: null);
    }

    /// <summary>
    /// Counts a client. Every client that is admitted has to be served. Null: it may be served; otherwise the line to send before its stream
    /// is closed, empty if it could not read one.
    /// </summary>
    public byte[]? Refuse(ClientConnection client)
    {
        var counted = CountedClient.Of(client);
        if (!perClient.TryAdd(counted))
            return Line(Replies.TooManyOfClient);
        if (slots.Wait(0, CancellationToken.None))
            return null;
        perClient.Remove(counted);
        return Line(Replies.TooManyConnections);
    }

    /// <summary>Serves a client that was admitted, until the session is over, and disposes its stream. Never fails.</summary>
    /// <param name="client">The client.</param>
    /// <param name="cancellationToken">Ends the session with 421.</param>
    public async Task ServeAsync(ClientConnection client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var session = Interlocked.Increment(ref sessions);
        try
        {
            var connection = new SmtpConnection(client, options, session);
            await using (connection.ConfigureAwait(false))
                await new SmtpSession(connection, options, tls, handler, guesses).RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // A fault in one session, ours or the handler's, must not end the others.
            options.Observer?.Invoke(new DialogueLine(session, DialogueSpeaker.Event, $"the session failed: {e.Message}"));
        }
        finally
        {
            perClient.Remove(CountedClient.Of(client));
            slots.Release();
        }
    }

    /// <summary>Waits until every session has ended. No client is admitted afterwards.</summary>
    public async Task DrainAsync()
    {
        for (var slot = 0; slot < options.MaxConnections; slot++)
            await slots.WaitAsync().ConfigureAwait(false);
    }

    /// <summary>Call it after <see cref="DrainAsync"/>.</summary>
    public void Dispose() => slots.Dispose();

    // Under implicit TLS the client could not read it.
    byte[] Line(SmtpReply reply)
    {
        if (options.TlsMode == TlsMode.Implicit)
            return [];
        var status = options.Offers(SmtpExtensions.EnhancedStatusCodes) ? reply.Status + " " : "";
        return ReplyFormat.Encode($"{reply.Code} {status}{reply.Lines[0]}");
    }
}
