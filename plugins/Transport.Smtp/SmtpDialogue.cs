namespace Msmtp.Transport.Smtp;

/// <summary>
/// The commands of a session in the order of RFC 5321 §4.1.4, one method per verb. Those of a mail are in
/// <see cref="MailTransaction"/>.
/// </summary>
sealed class SmtpDialogue(SmtpConnection connection, Settings settings)
{
    const string NoStartTls = "command STARTTLS failed";
    static readonly TimeSpan Farewell = TimeSpan.FromSeconds(10);

    /// <summary>What the server said when it was last greeted.</summary>
    public Capabilities Capabilities { get; private set; } = Capabilities.None;

    /// <summary>RFC 5321 §3.1: the server speaks first.</summary>
    /// <param name="waited">How long it has been given already.</param>
    /// <param name="ct">Gives up.</param>
    public async ValueTask<Reply> GreetingAsync(TimeSpan waited, CancellationToken ct)
    {
        var reply = await connection.ReadGreetingAsync(waited, ct).ConfigureAwait(false);
        return reply.Code == 220 ? reply : throw Refused(DeliveryStage.Greeting, "cannot get initial OK message from server", reply);
    }

    /// <summary>RFC 5321 §4.1.1.1, RFC 2033 §4.1.</summary>
    public ValueTask HelloAsync(string domain, CancellationToken ct) => settings.Get(CommonSettings.Protocol) switch
    {
        MailProtocol.Lmtp => LhloAsync(domain, ct),
        _ => EhloAsync(domain, ct),
    };

    /// <summary>RFC 3207. The caller says hello again afterwards: what was heard before is forgotten (§4.2).</summary>
    public async ValueTask StartTlsAsync(CancellationToken ct)
    {
        if (!Capabilities.StartTls)
            throw await MissingAsync(DeliveryStage.Tls, "TLS via the STARTTLS command", StartTlsAdvice.Missing(settings), ct).ConfigureAwait(false);
        var reply = await connection.ExchangeAsync(DeliveryStage.Tls, Command.StartTls, ct).ConfigureAwait(false);
        if (reply.Code != 220)
            throw new MailException(ExitCode.Protocol, DeliveryStage.Tls, NoStartTls, reply) { Advice = StartTlsAdvice.Refused(settings) };
        Capabilities = Capabilities.None;
        if (!await connection.EncryptAsync(ct).ConfigureAwait(false))
            throw new MailException(ExitCode.Protocol, DeliveryStage.Tls, NoStartTls) { Advice = StartTlsAdvice.Injected(settings) };
    }

    /// <summary>Looks whether the server can notify as it is asked to (RFC 3461 §4).</summary>
    public async ValueTask RequireAsync(DsnRequest dsn, CancellationToken ct)
    {
        if (dsn.IsMade && !Capabilities.Dsn)
            throw await MissingAsync(DeliveryStage.Hello, "DSN", advice: null, ct).ConfigureAwait(false);
    }

    /// <summary>Looks whether the server starts its queue on demand.</summary>
    public async ValueTask RequireEtrnAsync(CancellationToken ct)
    {
        if (!Capabilities.Etrn)
            throw await MissingAsync(DeliveryStage.Hello, "Remote Message Queue Starting", advice: null, ct).ConfigureAwait(false);
    }

    /// <summary>RFC 1985 §5.</summary>
    public async ValueTask EtrnAsync(string node, CancellationToken ct)
    {
        var reply = await connection.ExchangeAsync(DeliveryStage.Mail, Command.Etrn(node), ct).ConfigureAwait(false);
        if (reply.Code is >= 250 and <= 253)
            return;
        throw reply.Code switch
        {
            458 or 459 => Refused(DeliveryStage.Mail, "the server is unable to fulfill the request", reply, ExitCode.Unavailable),
            500 or 501 => Refused(DeliveryStage.Mail, "invalid argument for Remote Message Queue Starting", reply, ExitCode.DataErr),
            _ => Refused(DeliveryStage.Mail, "command ETRN failed", reply),
        };
    }

    /// <summary>RFC 5321 §4.1.1.5: forgets the last mail; here it also tells whether anybody still listens.</summary>
    public async ValueTask<bool> RsetAsync(CancellationToken ct)
    {
        var reply = await connection.ExchangeAsync(DeliveryStage.Mail, Command.Rset, ct).ConfigureAwait(false);
        return reply.Code == 250;
    }

    /// <summary>
    /// RFC 5321 §4.1.1.10. What the mail's outcome is, is known: so nobody waits for the reply unless somebody listens, and
    /// no failure matters any more.
    /// </summary>
    public async ValueTask QuitAsync(CancellationToken ct)
    {
        connection.LimitTimeout(Farewell);
        try
        {
            await connection.SendAsync(DeliveryStage.Quit, [Command.Quit], ct).ConfigureAwait(false);
            if (connection.IsTraced)
                await connection.ReadReplyAsync(DeliveryStage.Quit, ct).ConfigureAwait(false);
        }
        catch (MailException)
        {
        }
    }

    async ValueTask EhloAsync(string domain, CancellationToken ct)
    {
        var ehlo = await connection.ExchangeAsync(DeliveryStage.Hello, Command.Ehlo(domain), ct).ConfigureAwait(false);
        Capabilities = ehlo.Code == 250 ? Capabilities.Parse(ehlo) : Capabilities.None;
        if (ehlo.Code == 250)
            return;

        // RFC 5321 §3.2: a server that does not know EHLO is greeted in the old way.
        var helo = await connection.ExchangeAsync(DeliveryStage.Hello, Command.Helo(domain), ct).ConfigureAwait(false);
        if (helo.Code != 250)
            throw NameRefused("SMTP server does not accept EHLO or HELO commands", helo);
    }

    async ValueTask LhloAsync(string domain, CancellationToken ct)
    {
        var lhlo = await connection.ExchangeAsync(DeliveryStage.Hello, Command.Lhlo(domain), ct).ConfigureAwait(false);
        Capabilities = lhlo.Code == 250 ? Capabilities.Parse(lhlo) : throw NameRefused("command LHLO failed", lhlo);
    }

    MailException NameRefused(string message, Reply reply) => new(ExitCode.Protocol, DeliveryStage.Hello, message, reply)
    {
        Advice = HelloAdvice.Refused(reply) ?? ReplyAdvice.For(DeliveryStage.Hello, reply, settings),
    };

    // A feature that is missing is nobody's fault: part with a QUIT.
    async ValueTask<MailException> MissingAsync(DeliveryStage stage, string feature, string? advice, CancellationToken ct)
    {
        await QuitAsync(ct).ConfigureAwait(false);
        return new MailException(ExitCode.Unavailable, stage, $"the server does not support {feature}") { Advice = advice };
    }

    // ETRN has MAIL's place and names no sender: a refusal speaks of none.
    MailException Refused(DeliveryStage stage, string message, Reply reply, ExitCode exitCode = ExitCode.Protocol) => new(exitCode, stage, message, reply)
    {
        Advice = ReplyAdvice.For(stage == DeliveryStage.Mail ? DeliveryStage.Data : stage, reply, settings),
    };
}
