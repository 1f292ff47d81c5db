namespace Msmtp.Transport.Smtp;

/// <summary>
/// The commands of a session, in the order of RFC 5321 §4.1.4, one method per verb. Those of a mail are in <see cref="MailTransaction"/>.
/// </summary>
sealed class SmtpDialogue(SmtpConnection connection, AccountSettings settings)
{
    const string NoStartTls = "command STARTTLS failed";
    static readonly TimeSpan Farewell = TimeSpan.FromSeconds(10);

    // The server's reply to EHLO, if that was 4yz.
    ServerReply? deferral;

    /// <summary>The capabilities from the last reply to EHLO or LHLO.</summary>
    public Capabilities Capabilities { get; private set; } = Capabilities.None;

    /// <summary>Reads the greeting (RFC 5321 §3.1).</summary>
    /// <param name="waited">How long it has already been waited for.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async ValueTask<ServerReply> GreetingAsync(TimeSpan waited, CancellationToken cancellationToken)
    {
        var reply = await connection.ReadGreetingAsync(waited, cancellationToken).ConfigureAwait(false);
        return reply.Code == 220 ? reply : throw Refused(DeliveryStage.Greeting, "cannot get initial OK message from server", reply);
    }

    /// <summary>RFC 5321 §4.1.1.1, RFC 2033 §4.1.</summary>
    public ValueTask HelloAsync(string domain, CancellationToken cancellationToken) => settings.Get(CommonSettings.Protocol) switch
    {
        MailProtocol.Lmtp => LhloAsync(domain, cancellationToken),
        _ => EhloAsync(domain, cancellationToken),
    };

    /// <summary>RFC 3207. The caller sends EHLO again afterwards: earlier capabilities are discarded (§4.2).</summary>
    public async ValueTask StartTlsAsync(CancellationToken cancellationToken)
    {
        if (!Capabilities.StartTls)
            throw await MissingAsync(DeliveryStage.Tls, "TLS via the STARTTLS command", StartTlsAdvice.Missing(settings), cancellationToken).ConfigureAwait(false);
        var reply = await connection.ExchangeAsync(DeliveryStage.Tls, Command.StartTls, cancellationToken).ConfigureAwait(false);
        if (reply.Code != 220)
            throw new MailException(ExitCode.Protocol, DeliveryStage.Tls, NoStartTls, reply) { Advice = StartTlsAdvice.Refused(settings) };
        Capabilities = Capabilities.None;
        if (!await connection.EncryptAsync(cancellationToken).ConfigureAwait(false))
            throw new MailException(ExitCode.Protocol, DeliveryStage.Tls, NoStartTls) { Advice = StartTlsAdvice.Injected(settings) };
    }

    /// <summary>Checks that the server supports the notifications that are requested (RFC 3461 §4).</summary>
    public async ValueTask RequireAsync(DsnRequest dsn, CancellationToken cancellationToken)
    {
        if (dsn.IsMade && !Capabilities.Dsn)
            throw await MissingAsync(DeliveryStage.Hello, "DSN", advice: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Checks that the server supports ETRN.</summary>
    public async ValueTask RequireEtrnAsync(CancellationToken cancellationToken)
    {
        if (!Capabilities.Etrn)
            throw await MissingAsync(DeliveryStage.Hello, "Remote Message Queue Starting", advice: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>RFC 1985 §5.</summary>
    public async ValueTask EtrnAsync(string node, CancellationToken cancellationToken)
    {
        var reply = await connection.ExchangeAsync(DeliveryStage.Mail, Command.Etrn(node), cancellationToken).ConfigureAwait(false);
        if (reply.Code is >= 250 and <= 253)
            return;
        throw reply.Code switch
        {
            458 or 459 => Refused(DeliveryStage.Mail, "the server is unable to fulfill the request", reply, ExitCode.Unavailable),
            500 or 501 => Refused(DeliveryStage.Mail, "invalid argument for Remote Message Queue Starting", reply, ExitCode.DataErr),
            _ => Refused(DeliveryStage.Mail, "command ETRN failed", reply),
        };
    }

    /// <summary>RFC 5321 §4.1.1.5: discards the last mail; here it also shows whether the server is still there.</summary>
    public async ValueTask<bool> RsetAsync(CancellationToken cancellationToken)
    {
        var reply = await connection.ExchangeAsync(DeliveryStage.Mail, Command.Rset, cancellationToken).ConfigureAwait(false);
        return reply.Code == 250;
    }

    /// <summary>
    /// RFC 5321 §4.1.1.10. The mail's outcome is already known, so the reply is only awaited if the dialogue is traced, and failures do
    /// not matter.
    /// </summary>
    public async ValueTask QuitAsync(CancellationToken cancellationToken)
    {
        connection.LimitTimeout(Farewell);
        try
        {
            await connection.SendAsync(DeliveryStage.Quit, [Command.Quit], cancellationToken).ConfigureAwait(false);
            if (connection.IsTraced)
                await connection.ReadReplyAsync(DeliveryStage.Quit, cancellationToken).ConfigureAwait(false);
        }
        catch (MailException)
        {
        }
    }

    async ValueTask EhloAsync(string domain, CancellationToken cancellationToken)
    {
        var ehlo = await connection.ExchangeAsync(DeliveryStage.Hello, Command.Ehlo(domain), cancellationToken).ConfigureAwait(false);
        Capabilities = ehlo.Code == 250 ? Capabilities.Parse(ehlo) : Capabilities.None;
        deferral = ehlo.IsTransient ? ehlo : null;
        if (ehlo.Code == 250)
            return;

        // RFC 5321 §3.2: a server that does not know EHLO gets HELO, and as with msmtp any other one that refuses EHLO.
        try
        {
            var helo = await connection.ExchangeAsync(DeliveryStage.Hello, Command.Helo(domain), cancellationToken).ConfigureAwait(false);
            if (helo.Code != 250)
                throw NameRefused("SMTP server does not accept EHLO or HELO commands", helo);
        }
        catch (MailException e)
        {
            throw Explained(e);
        }
    }

    /// <summary>
    /// The failure of a session whose server has put EHLO off, which may be no more than what came of that: what is missing afterwards, the server
    /// has not been asked for.
    /// </summary>
    public MailException Explained(MailException failure) => deferral is null || failure.Failure.ClosingReply is not null || failure.Reply is { IsTransient: true }
        ? failure
        : new MailException(failure.Failure with { ClosingReply = deferral, IsTemporary = true }, failure);

    async ValueTask LhloAsync(string domain, CancellationToken cancellationToken)
    {
        var lhlo = await connection.ExchangeAsync(DeliveryStage.Hello, Command.Lhlo(domain), cancellationToken).ConfigureAwait(false);
        Capabilities = lhlo.Code == 250 ? Capabilities.Parse(lhlo) : throw NameRefused("command LHLO failed", lhlo);
    }

    MailException NameRefused(string message, ServerReply reply) => new(ExitCode.Protocol, DeliveryStage.Hello, message, reply)
    {
        Advice = HelloAdvice.Refused(reply) ?? ReplyAdvice.For(DeliveryStage.Hello, reply, settings),
    };

    // A missing feature is not an error of the session: end it with QUIT.
    async ValueTask<MailException> MissingAsync(DeliveryStage stage, string feature, string? advice, CancellationToken cancellationToken)
    {
        await QuitAsync(cancellationToken).ConfigureAwait(false);
        return Explained(new MailException(ExitCode.Unavailable, stage, $"the server does not support {feature}") { Advice = advice });
    }

    // ETRN comes in place of MAIL, but has no sender: the error must not mention one.
    MailException Refused(DeliveryStage stage, string message, ServerReply reply, ExitCode exitCode = ExitCode.Protocol) => new(exitCode, stage, message, reply)
    {
        Advice = ReplyAdvice.For(stage == DeliveryStage.Mail ? DeliveryStage.Data : stage, reply, settings),
    };
}
