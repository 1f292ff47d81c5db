using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Msmtp.Hosting;

/// <summary>The delivery stage of <see cref="SendPipeline"/>: gets a connection, hands the mail over, gives the connection back.</summary>
sealed class MailDelivery(PluginRegistry plugins, IConnectionSource connections)
{
    Destination? latest;

    // The server of an account, and how a connection to it is opened.
    sealed class Destination(PluginContext context, ConnectionKey key, ConnectionOpener open)
    {
        public ConnectionKey Key => key;

        public ConnectionOpener Open => open;

        public bool IsFor(PluginContext other) => ReferenceEquals(context, other);
    }

    /// <summary>Opens a connection with a transport's factory; whatever belongs to the connection can be added here.</summary>
    public TransportWrapper Opening { get; init; } = static (open, context, cancellationToken) => open(context, cancellationToken);

    /// <summary>Which servers have not been reached lately.</summary>
    public DownServers Down { get; init; } = new();

    /// <summary>Tries to deliver. Whatever becomes of the mail is in the outcome, so that it is always logged; nothing is thrown.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<DeliveryOutcome> SendAsync(
        PluginContext context, ComposedMail mail, CancellationToken cancellationToken, OpeningGuard? guard = null)
    {
        var start = context.Time.GetTimestamp();
        try
        {
            var report = await HandOverAsync(context, mail, guard, cancellationToken).ConfigureAwait(false);
            return new DeliveryOutcome(Record(context, mail.Mail, SendResult.Of(report), start));
        }
        catch (MailException e)
        {
            return new DeliveryOutcome(Record(context, mail.Mail, ReportCheck.ResultOf(mail.Mail.Envelope, e), start)) { Cause = e };
        }
        catch (OperationCanceledException e)
        {
            return new DeliveryOutcome(Record(context, mail.Mail, SendResult.Of(Cancelled, mail.Mail.Envelope.To), start)) { Cause = e };
        }
    }

    /// <summary>Why a mail was not delivered that its sender has given up.</summary>
    public static DeliveryFailure Cancelled =>
        new(ExitCode.TempFail, DeliveryStage.Configure, "the delivery was cancelled") { IsTemporary = true };

    /// <summary>What became of a mail, as it is logged.</summary>
    /// <param name="context">The account.</param>
    /// <param name="mail">The mail.</param>
    /// <param name="result">What became of it.</param>
    /// <param name="start">The timestamp at which the attempt began; null: there was none.</param>
    public static DeliveryRecord Record(PluginContext context, OutgoingMail mail, SendResult result, long? start = null) => new()
    {
        Account = context.Account,
        Envelope = mail.Envelope,
        MessageId = MessageIdSearch.In(mail.Content.HeaderBlock.Span),
        Time = context.Time.GetLocalNow(),
        Duration = start is { } since ? context.Time.GetElapsedTime(since) : TimeSpan.Zero,
        Result = start is null ? result : result with { Server = ServerOf(context.Account.Settings), Account = context.Account.Name },
    };

    /// <summary>The server of an account as results name it; null: it needs none.</summary>
    public static string? ServerOf(AccountSettings settings) => settings.Get(CommonSettings.Socket) ?? settings.Get(CommonSettings.Host);

    /// <summary>The transport of an account says when it is about to send the end of a message.</summary>
    public bool AnnouncesEnd(AccountSettings settings) => TransportChoice.Of(plugins, settings) is { AnnouncesEnd: true };

    /// <summary>
    /// Gets a connection and gives it back without a mail. True: everything that can be checked without a mail was checked with the server.
    /// </summary>
    /// <exception cref="MailException">There is none.</exception>
    public async ValueTask<bool> ProbeAsync(PluginContext context, CancellationToken cancellationToken)
    {
        var transport = Choose(context.Account.Settings);
        var connection = await RentAsync(transport, context, guard: null, cancellationToken).ConfigureAwait(false);
        await using var returning = connection.ConfigureAwait(false);
        connection.HasEnded = true;
        return transport.Probe == TransportProbe.Opening;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    async ValueTask<DeliveryReport> HandOverAsync(PluginContext context, ComposedMail mail, OpeningGuard? guard, CancellationToken cancellationToken)
    {
        if (mail.Stopped is { } stopped)
            ExceptionDispatchInfo.Throw(stopped);
        var transport = Choose(context.Account.Settings);
        if (Unfit(transport, mail.Mail) is { } unfit)
            throw new MailException(ExitCode.Config, DeliveryStage.Mail, $"the transport {transport.Name} cannot {unfit}");
        var isAnnounced = false;
        while (true)
        {
            var connection = await RentAsync(transport, context, guard, cancellationToken).ConfigureAwait(false);
            await using var returning = connection.ConfigureAwait(false);
            var form = mail.EightBitForm is not null && TakesEightBit(transport, connection) ? await mail.InEightBitFormAsync(cancellationToken).ConfigureAwait(false) : mail.Mail;
            if (!transport.AnnouncesEnd && form.Ending is { } ending)
            {
                if (!isAnnounced)
                    await ending(cancellationToken).ConfigureAwait(false);
                isAnnounced = true;
                form = form with { Ending = null };
            }
            try
            {
                return await HandOverAsync(transport, connection, form, cancellationToken).ConfigureAwait(false);
            }
            catch (MailException e) when (connection.Mails > 1 && StaleConnection.Explains(e.Failure, form.Content))
            {
                // Try another kept connection, or in the end a new one.
            }
        }
    }

    // Whoever asks for either relies on it.
    static string? Unfit(TransportRegistration transport, OutgoingMail mail) =>
        !transport.PassesNotifications && mail.Envelope.AsksForNotifications ? "ask for notifications"
        : !transport.PassesKeys && mail.Key is not null ? "hand over a mail with a key"
        : null;

    static bool TakesEightBit(TransportRegistration transport, PooledConnection connection)
    {
        try
        {
            return connection.Transport.AcceptsEightBit;
        }
        catch (Exception e) when (e is not MailException)
        {
            throw new MailException(Broken(transport, DeliveryStage.Hello, e), e);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    static async ValueTask<DeliveryReport> HandOverAsync(
        TransportRegistration transport, PooledConnection connection, OutgoingMail mail, CancellationToken cancellationToken)
    {
        try
        {
            var report = await connection.Transport.SendAsync(mail, cancellationToken).ConfigureAwait(false);
            connection.HasEnded = true;
            return ReportCheck.Fault(mail.Envelope, report) is { } fault ? throw new InvalidDataException(fault) : report;
        }
        catch (Exception e) when (e is not MailException && !e.IsFrom(cancellationToken))
        {
            // The plugin boundary: it is not known how far a plugin got that throws something its contract does not allow.
            throw new MailException(Broken(transport, DeliveryStage.EndOfData, e) with { MayHaveBeenDelivered = true }, e);
        }
    }

    ValueTask<PooledConnection> RentAsync(
        TransportRegistration transport, PluginContext context, OpeningGuard? guard, CancellationToken cancellationToken)
    {
        var destination = DestinationOf(transport, context);
        return connections.RentAsync(destination.Key, guard is null ? destination.Open : Guarded(destination.Open, guard), cancellationToken);
    }

    static ConnectionOpener Guarded(ConnectionOpener open, OpeningGuard guard) => cancellationToken => guard(open, cancellationToken);

    // Most mails use the same account as the one before. Mails that begin at the same time share one, because keys that are the same
    // object need not be compared setting by setting.
    Destination DestinationOf(TransportRegistration transport, PluginContext context)
    {
        var known = latest;
        if (known is not null && known.IsFor(context))
            return known;
        var made = Make(transport, context);
        var winner = Interlocked.CompareExchange(ref latest, made, known);
        return winner != known && winner is not null && winner.IsFor(context) ? winner : made;
    }

    Destination Make(TransportRegistration transport, PluginContext context) =>
        new(context, new ConnectionKey(transport.Name, context.Account), cancellationToken => OpenAsync(transport, context, cancellationToken));

    TransportRegistration Choose(AccountSettings settings) => TransportChoice.Of(plugins, settings) ?? throw new MailException(
        ExitCode.Config, DeliveryStage.Configure, TransportChoice.Fault(plugins, settings));

    async ValueTask<ITransport> OpenAsync(TransportRegistration transport, PluginContext context, CancellationToken cancellationToken)
    {
        try
        {
            // A token that cannot be had is a failure of the delivery, which may be tried again later. The account's own password was asked for
            // before; that of one that takes its place is asked for now. An application's connection has
            // secrets of its own, and asks for them itself.
            if (context.Secrets is SecretChain secrets)
                await secrets.AskBeforeConnectingAsync(cancellationToken).ConfigureAwait(false);
            return await Opening(Wrapped(transport.Open), context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not MailException && !e.IsFrom(cancellationToken))
        {
            throw new MailException(Broken(transport, DeliveryStage.Connect, e), e);
        }
    }

    // From the inside to the outside.
    TransportFactory Wrapped(TransportFactory open)
    {
        var wrappers = plugins.All<TransportWrapperRegistration>();
        for (var i = wrappers.Count - 1; i >= 0; i--)
        {
            var (inner, wrap) = (open, wrappers[i].Wrap);
            open = (context, cancellationToken) => wrap(inner, context, cancellationToken);
        }
        return open;
    }

    static DeliveryFailure Broken(TransportRegistration transport, DeliveryStage stage, Exception e) =>
        new(ExitCode.Software, stage, $"the transport {transport.Name} failed: {e.Message}");
}

/// <summary>Opens a connection for a mail, or throws <see cref="MailException"/> without trying.</summary>
delegate ValueTask<ITransport> OpeningGuard(ConnectionOpener open, CancellationToken cancellationToken);

/// <summary>What became of a mail, to be reported and logged.</summary>
/// <param name="Record">The record for the logs.</param>
sealed record DeliveryOutcome(DeliveryRecord Record)
{
    /// <summary>The exception that ended the delivery; null: the server answered.</summary>
    public Exception? Cause { get; init; }
}
