namespace Msmtp.Hosting;

/// <summary>The way of a mail in an application: account, message, delivery, log.</summary>
sealed class Mailer : IMailer
{
    readonly PluginRegistry plugins;
    readonly World world;
    readonly MailerAccounts accounts;
    readonly AccountSetup setup;
    readonly MailerTelemetry telemetry;
    readonly LinkOptions options;
    readonly LinkPool links;
    readonly DeliveryPipeline pipeline;
    readonly MailsUnderWay underWay = new();

    public Mailer(PluginRegistry plugins, World world, MailerAccounts accounts, MailerTelemetry telemetry, LinkOptions options)
    {
        this.plugins = plugins;
        this.world = world;
        this.accounts = accounts;
        this.telemetry = telemetry;
        this.options = options;
        setup = new AccountSetup(plugins, world, static _ => { });
        links = new LinkPool(options, world.Time, telemetry);
        pipeline = new DeliveryPipeline(plugins, links)
        {
            Opening = (open, context, ct) => LinkWithSecrets.OpenAsync(plugins, open, context, ct),
        };
    }

    public ValueTask<DeliveryReport> SendAsync(MailRequest request, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return CallAsync(async token => (await ObserveAsync(request, token).ConfigureAwait(false)).Report(), ct);
    }

    public ValueTask<bool> ProbeAsync(string? account, CancellationToken ct = default) => CallAsync(
        async token =>
        {
            var wanted = new AccountRequest { Name = account, Use = AccountUse.Ask };
            var found = await accounts.ChooseAsync(setup, wanted, token).ConfigureAwait(false);
            return await pipeline.ProbeAsync(ContextFor(found), token).ConfigureAwait(false);
        }, ct);

    public async ValueTask ValidateAsync(CancellationToken ct = default) => await CallAsync(
        async token =>
        {
            await accounts.ValidateAsync(setup, token).ConfigureAwait(false);
            return true;
        }, ct).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        await underWay.CloseAsync(options.ClosingTime, world.Time).ConfigureAwait(false);
        await links.DisposeAsync().ConfigureAwait(false);
        telemetry.Dispose();
    }

    async ValueTask<T> CallAsync<T>(Func<CancellationToken, ValueTask<T>> call, CancellationToken ct)
    {
        underWay.Enter();
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, underWay.Abandoned);
            return await call(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            ct.ThrowIfCancellationRequested();
            throw underWay.Abandoned.IsCancellationRequested ? new ObjectDisposedException(nameof(IMailer), e) : e;
        }
        finally
        {
            underWay.Leave();
        }
    }

    async ValueTask<DeliveryOutcome> ObserveAsync(MailRequest request, CancellationToken ct)
    {
        using var observation = new SendObservation(telemetry);
        try
        {
            var outcome = await TryAsync(request, ct).ConfigureAwait(false);
            observation.End(outcome);
            return outcome;
        }
        catch (MailException e)
        {
            observation.Fail(e);
            throw;
        }
        catch (OperationCanceledException)
        {
            observation.Cancel();
            throw;
        }
    }

    async ValueTask<DeliveryOutcome> TryAsync(MailRequest request, CancellationToken ct)
    {
        var reading = await request.Message.OpenAsync(ct).ConfigureAwait(false);
        await using var closing = reading.ConfigureAwait(false);
        var message = await ReadAsync(reading, request.Recipients, ct).ConfigureAwait(false);
        var wanted = new AccountRequest
        {
            Name = request.Account,
            Sender = request.From is { } from ? MessageRecipients.Mailbox(from, "sender") : null,
            MailSender = MessageSender.OfEnvelope(message.Header),
        };
        var context = ContextFor(await accounts.ChooseAsync(setup, wanted, ct).ConfigureAwait(false));
        var mail = MailComposer.Compose(context.Account.Settings, message, Facts(request, message, reading));
        var outcome = await pipeline.SendAsync(context, mail, ct).ConfigureAwait(false);
        await new LogDispatch(plugins, context) { Faulted = telemetry.Log.LogFaulted }.WriteAsync(outcome.Record).ConfigureAwait(false);
        return outcome;
    }

    PluginContext ContextFor(Account account) => world.ContextFor(account, plugins);

    static async ValueTask<IncomingMessage> ReadAsync(MessageReading reading, RecipientSource recipients, CancellationToken ct) =>
        await MessageReader.ReadAsync(reading.Stream, recipients, ct).ConfigureAwait(false) with { IsEightBit = reading.IsEightBit };

    MailFacts Facts(MailRequest request, IncomingMessage message, MessageReading reading)
    {
        var recipients = MessageRecipients.OfMailboxes(request.To, message.Header, request.Recipients);
        if (recipients.Count == 0)
            throw new MailException(ExitCode.Usage, DeliveryStage.Configure, "no recipients found");
        return new MailFacts(recipients)
        {
            FullName = request.FullName,
            OnRefusal = request.OnRefusal,
            EightBitForm = reading.EightBitForm is null ? null : ReadOtherFormAsync,
            HostName = world.User.Machine,
            Time = world.Time,
        };

        async ValueTask<IncomingMessage> ReadOtherFormAsync(CancellationToken ct) =>
            await ReadAsync(await reading.OpenEightBitAsync().ConfigureAwait(false), request.Recipients, ct).ConfigureAwait(false);
    }
}
