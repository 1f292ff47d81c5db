using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Msmtp.Hosting;

/// <summary>
/// The stage of <see cref="SendPipeline"/> that delivers: get a connection, hand the mail over, give the connection back.
/// </summary>
sealed class MailDelivery(PluginRegistry plugins, IConnectionSource connections)
{
    Destination? latest;

    // Where the mails of an account go, and how a connection is opened to there.
    sealed class Destination(PluginContext context, ConnectionKey key, ConnectionOpener open)
    {
        public ConnectionKey Key => key;

        public ConnectionOpener Open => open;

        public bool IsFor(PluginContext other) => ReferenceEquals(context, other);
    }

    /// <summary>Opens a connection by a transport's factory: the place for what a connection brings along.</summary>
    public TransportWrapper Opening { get; init; } = static (open, context, cancellationToken) => open(context, cancellationToken);

    /// <summary>Tries to deliver. Whatever becomes of the mail is in the outcome, so that no log can miss it; nothing is thrown.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<DeliveryOutcome> SendAsync(PluginContext context, ComposedMail mail, CancellationToken cancellationToken)
    {
        var start = context.Time.GetTimestamp();
        try
        {
            var report = await HandOverAsync(context, mail, cancellationToken).ConfigureAwait(false);
            return new DeliveryOutcome(Record(SendResult.Of(report)));
        }
        catch (MailException e)
        {
            return new DeliveryOutcome(Record(ReportCheck.ResultOf(mail.Mail.Envelope, e))) { Cause = e };
        }
        catch (OperationCanceledException e)
        {
            var cancelled = new DeliveryFailure(ExitCode.TempFail, DeliveryStage.Configure, "the delivery was cancelled") { IsTemporary = true };
            return new DeliveryOutcome(Record(SendResult.Of(cancelled, mail.Mail.Envelope.To))) { Cause = e };
        }

        DeliveryRecord Record(SendResult result) => new()
        {
            Account = context.Account,
            Envelope = mail.Mail.Envelope,
            MessageId = MessageIdSearch.In(mail.Mail.Content.HeaderBlock.Span),
            Time = context.Time.GetLocalNow(),
            Duration = context.Time.GetElapsedTime(start),
            Result = result,
        };
    }

    /// <summary>Gets a connection and gives it back without a mail. True: its server was asked all that can be asked without one.</summary>
    /// <exception cref="MailException">There is none to be had.</exception>
    public async ValueTask<bool> ProbeAsync(PluginContext context, CancellationToken cancellationToken)
    {
        var transport = Choose(context.Account.Settings);
        var connection = await RentAsync(transport, context, cancellationToken).ConfigureAwait(false);
        await using var returning = connection.ConfigureAwait(false);
        connection.HasEnded = true;
        return transport.Probe == TransportProbe.Opening;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    async ValueTask<DeliveryReport> HandOverAsync(PluginContext context, ComposedMail mail, CancellationToken cancellationToken)
    {
        if (mail.Stopped is { } stopped)
            ExceptionDispatchInfo.Throw(stopped);
        var transport = Choose(context.Account.Settings);
        while (true)
        {
            var connection = await RentAsync(transport, context, cancellationToken).ConfigureAwait(false);
            await using var returning = connection.ConfigureAwait(false);
            var form = mail.EightBitForm is not null && TakesEightBit(transport, connection) ? await mail.InEightBitFormAsync(cancellationToken).ConfigureAwait(false) : mail.Mail;
            try
            {
                return await HandOverAsync(transport, connection, form, cancellationToken).ConfigureAwait(false);
            }
            catch (MailException e) when (connection.Mails > 1 && StaleConnection.Explains(e.Failure, form.Content))
            {
                // Another kept one, or in the end a new one.
            }
        }
    }

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
    static async ValueTask<DeliveryReport> HandOverAsync(TransportRegistration transport, PooledConnection connection, OutgoingMail mail, CancellationToken cancellationToken)
    {
        try
        {
            var report = await connection.Transport.SendAsync(mail, cancellationToken).ConfigureAwait(false);
            connection.HasEnded = true;
            return ReportCheck.Fault(mail.Envelope, report) is { } fault ? throw new InvalidDataException(fault) : report;
        }
        catch (Exception e) when (e is not MailException && !e.IsFrom(cancellationToken))
        {
            // The plugin boundary: nobody knows how far a plugin came that throws what the contract does not allow.
            throw new MailException(Broken(transport, DeliveryStage.EndOfData, e) with { MayHaveBeenDelivered = true }, e);
        }
    }

    ValueTask<PooledConnection> RentAsync(TransportRegistration transport, PluginContext context, CancellationToken cancellationToken)
    {
        var destination = DestinationOf(transport, context);
        return connections.RentAsync(destination.Key, destination.Open, cancellationToken);
    }

    // Most mails go by the account that the last one went by. Of mails that begin at once one makes it for all: keys that are the same object
    // need not be compared setting by setting.
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

/// <summary>What became of a mail, for those who tell it and those who log it.</summary>
/// <param name="Record">What a log is told.</param>
sealed record DeliveryOutcome(DeliveryRecord Record)
{
    /// <summary>What was thrown when the delivery could not go on; null: the server answered.</summary>
    public Exception? Cause { get; init; }
}
