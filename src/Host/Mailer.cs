using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Msmtp.Hosting;

/// <summary>
/// Sends an application's mails through the <see cref="SendPipeline"/>, over connections that are kept, and counts and traces each.
/// </summary>
sealed class Mailer : IMailer
{
    readonly PluginRegistry plugins;
    readonly HostEnvironment environment;
    readonly MailerAccounts accounts;
    readonly MailerTelemetry telemetry;
    readonly ConnectionPoolOptions options;
    readonly ConnectionPools connections;
    readonly MailDelivery delivery;
    readonly SendPipeline pipeline;
    readonly MailsUnderWay underWay = new();
    readonly MailerQueues queues;

    public Mailer(PluginRegistry plugins, HostEnvironment environment, MailerAccounts accounts, MailerTelemetry telemetry, ConnectionPoolOptions options)
    {
        this.plugins = plugins;
        this.environment = environment;
        this.accounts = accounts;
        this.telemetry = telemetry;
        this.options = options;
        connections = new ConnectionPools(options, environment.Time, telemetry);
        delivery = new MailDelivery(plugins, connections)
        {
            Opening = (open, context, cancellationToken) => ConnectionWithSecrets.OpenAsync(plugins, open, context, cancellationToken),
        };
        pipeline = new SendPipeline(plugins, environment, accounts.ResolveAsync, delivery);
        queues = new MailerQueues(plugins, environment, accounts, delivery, telemetry) { Patience = options.ShutdownTimeout };
    }

    public async ValueTask<SendResult> SendAsync(MailRequest request, CancellationToken cancellationToken = default)
    {
        var attempt = await AttemptAsync(request, cancellationToken).ConfigureAwait(false);
        return attempt.Result.IsSuccess ? attempt.Result : throw new MailException(attempt.Result, attempt.Cause?.InnerException);
    }

    public async ValueTask<SendResult> TrySendAsync(MailRequest request, CancellationToken cancellationToken = default) =>
        (await AttemptAsync(request, cancellationToken).ConfigureAwait(false)).Result;

    public ValueTask<bool> ProbeAsync(string? account = null, CancellationToken cancellationToken = default) => CallAsync(
        static async (mailer, account, token) =>
        {
            var request = new AccountRequest { Name = account, Purpose = AccountPurpose.Ask };
            var found = await mailer.accounts.ResolveAsync(request, token).ConfigureAwait(false);
            return await new Failover(mailer.delivery).ProbeAsync(found, token).ConfigureAwait(false);
        }, account, cancellationToken);

    public async ValueTask ValidateAsync(CancellationToken cancellationToken = default) => await CallAsync(
        static async (mailer, accounts, token) =>
        {
            await accounts.ValidateAsync(token).ConfigureAwait(false);
            return true;
        }, accounts, cancellationToken).ConfigureAwait(false);

    public ValueTask<IMailQueue> OpenQueueAsync(string? account = null, CancellationToken cancellationToken = default) => CallAsync(
        static (mailer, account, token) => mailer.queues.OpenAsync(account, token), account, cancellationToken);

    public async ValueTask RunQueueAsync(CancellationToken cancellationToken)
    {
        underWay.Enter();
        try
        {
            await queues.RunAsync(underWay.Abandoned, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            underWay.Leave();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await queues.StopAsync().ConfigureAwait(false);
        await underWay.CloseAsync(options.ShutdownTimeout, environment.Time).ConfigureAwait(false);
        await connections.DisposeAsync().ConfigureAwait(false);
        telemetry.Dispose();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    async ValueTask<T> CallAsync<T, TArgument>(
        Func<Mailer, TArgument, CancellationToken, ValueTask<T>> call, TArgument argument, CancellationToken cancellationToken)
    {
        underWay.Enter();
        try
        {
            using var either = cancellationToken.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, underWay.Abandoned) : null;
            return await call(this, argument, either?.Token ?? underWay.Abandoned).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw underWay.Abandoned.IsCancellationRequested ? new ObjectDisposedException(nameof(IMailer), e) : e;
        }
        finally
        {
            underWay.Leave();
        }
    }

    ValueTask<Attempt> AttemptAsync(MailRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return CallAsync(static (mailer, request, token) => mailer.ObserveAsync(request, token), request, cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    async ValueTask<Attempt> ObserveAsync(MailRequest request, CancellationToken cancellationToken)
    {
        using var observation = new SendObservation(telemetry);
        DeliveryOutcome outcome;
        try
        {
            var reading = await request.Message.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var closing = reading.ConfigureAwait(false);
            outcome = await pipeline.SendAsync(Submission(request, reading), cancellationToken).ConfigureAwait(false);
        }
        catch (MailException e)
        {
            observation.Fail(e);
            return new Attempt(e.Result, e);
        }
        catch (OperationCanceledException)
        {
            observation.Cancel();
            throw;
        }
        if (outcome.Cause is OperationCanceledException cancelled)
        {
            observation.Cancel(outcome.Record);
            ExceptionDispatchInfo.Throw(cancelled);
        }
        observation.End(outcome.Record);
        return new Attempt(outcome.Record.Result, outcome.Cause);
    }

    static Submission Submission(MailRequest request, MessageReading reading) => new(reading.Stream)
    {
        IsEightBit = reading.IsEightBit,
        Size = reading.Size,
        EightBitForm = reading.EightBitForm is null ? null : async () => (await reading.OpenEightBitAsync().ConfigureAwait(false)).Stream,
        Recipients = () => MessageRecipients.InMailboxes(request.To),
        Source = request.Recipients,
        Sender = _ => request.From is { } from ? MessageRecipients.Mailbox(from, "sender") : null,
        Account = request.Account,
        FullName = request.FullName,
        OnRefusal = request.OnRefusal,
        Queue = Order(request, reading),
    };

    // Most mails are kept in memory, if they are kept at all, and need none.
    static QueueOrder Order(MailRequest request, MessageReading reading) =>
        request.IdempotencyKey is null && (reading.Reopen is null || reading.Size <= KeptBody.SmallInOctets)
            ? QueueOrder.None
            : new QueueOrder { Key = request.IdempotencyKey, Reopen = reading.Reopen };

    /// <summary>What became of a mail, and the exception that ended it; null: the server answered.</summary>
    readonly record struct Attempt(SendResult Result, Exception? Cause);
}
