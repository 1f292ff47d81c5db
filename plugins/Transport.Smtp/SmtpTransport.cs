using System.Runtime.CompilerServices;

namespace Msmtp.Transport.Smtp;

/// <summary>A session that sends one mail after another.</summary>
sealed class SmtpTransport : ITransport
{
    /// <summary>How long a session may be idle and still count as alive.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    readonly SmtpSession session;
    readonly TimeProvider time;
    readonly TransactionTerms terms;
    long takenAt;
    bool isFresh;
    bool isSettled = true;
    bool saysGoodbye = true;

    SmtpTransport(SmtpSession session, DsnRequest dsn, PluginContext context)
    {
        this.session = session;
        time = context.Time;
        terms = new TransactionTerms(session.Protocol, session.Dialogue.Capabilities.Pipelining, new DsnTerms(dsn, session.Dialogue.Capabilities.Dsn))
        {
            Session = session.Facts,
            Settings = context.Account.Settings,
        };
    }

    /// <summary>Opens the session that the account describes.</summary>
    public static async ValueTask<ITransport> OpenAsync(PluginContext context, CancellationToken cancellationToken)
    {
        var session = await SmtpSession.OpenAsync(context, cancellationToken).ConfigureAwait(false);
        try
        {
            return await BeginAsync(session, context, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Checks what the server offers and authenticates.</summary>
    public static async ValueTask<ITransport> BeginAsync(SmtpSession session, PluginContext context, CancellationToken cancellationToken)
    {
        var dsn = SmtpSettings.Dsn(context.Account.Settings);
        await session.Dialogue.RequireAsync(dsn, cancellationToken).ConfigureAwait(false);
        await session.AuthenticateAsync(cancellationToken).ConfigureAwait(false);
        return new SmtpTransport(session, dsn, context);
    }

    public bool AcceptsEightBit => session.Dialogue.Capabilities.EightBitMime;

    public async ValueTask<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        if (!isSettled)
            return false;
        isSettled = false;
        try
        {
            isSettled = await CheckAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (MailException)
        {
            // Whatever it is, no mail has failed: the host opens another connection.
        }
        saysGoodbye = isSettled;
        return isSettled;
    }

    // An unsolicited reply would be taken for the reply to the next command.
    async ValueTask<bool> CheckAsync(CancellationToken cancellationToken)
    {
        if (await session.Connection.HasSpokenAsync(cancellationToken).ConfigureAwait(false))
            return false;
        // RFC 5321 §4.1.1.4: a server that has accepted a mail has cleared its envelope. RSET would add a third to the round trips.
        var isRested = isFresh && time.GetElapsedTime(takenAt) < Rest;
        return isRested || await session.Dialogue.RsetAsync(cancellationToken).ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<DeliveryReport> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        // What the server does not support is no reason to leave without QUIT.
        var envelope = WireEnvelope.Of(mail, session.Dialogue.Capabilities);
        if (terms.Dsn.Refuse(mail.Envelope) is { } refusal)
            throw new MailException(refusal);
        if (mail.Key is not null && !session.Dialogue.Capabilities.Keys)
            throw new MailException(ExitCode.Unavailable, DeliveryStage.Mail, "the server does not take mails with a key");
        // Until the transaction says otherwise: an exception leaves the session in an unknown state.
        isSettled = saysGoodbye = isFresh = false;
        var transaction = new MailTransaction(session.Connection, mail, envelope, terms);
        var report = await transaction.RunAsync(cancellationToken).ConfigureAwait(false);
        isSettled = transaction.IsSettled;
        // Like msmtp, which hangs up after a refusal.
        saysGoodbye = isFresh = isSettled && report.IsComplete;
        takenAt = time.GetTimestamp();
        return report;
    }

    public async ValueTask DisposeAsync()
    {
        if (saysGoodbye)
            await session.Dialogue.QuitAsync(CancellationToken.None).ConfigureAwait(false);
        saysGoodbye = false;
        await session.DisposeAsync().ConfigureAwait(false);
    }
}
