namespace Msmtp.Hosting;

/// <summary>The way of a mail in an application: account, message, delivery, log.</summary>
sealed class Mailer(PluginRegistry plugins, World world, string? configuration, AccountFile own) : IMailer
{
    readonly SemaphoreSlim reading = new(1);
    AccountFiles? files;

    public async ValueTask<DeliveryReport> SendAsync(MailRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var account = Prepare(await ReadAsync(ct).ConfigureAwait(false), request);
        var message = await MessageReader.ReadAsync(request.Message, ct).ConfigureAwait(false);
        var mail = MailComposer.Compose(account.Settings, message, Facts(request, message));
        var context = world.ContextFor(account, plugins);
        using var secrets = new SecretChain(plugins, context);
        context = context with { Secrets = secrets };
        await secrets.AskEarlyAsync(ct).ConfigureAwait(false);
        var outcome = await new DeliveryPipeline(plugins).SendAsync(context, mail, ct).ConfigureAwait(false);
        await new LogDispatch(plugins, context).WriteAsync(outcome.Record).ConfigureAwait(false);
        return outcome.Report();
    }

    public ValueTask DisposeAsync()
    {
        reading.Dispose();
        return default;
    }

    Account Prepare(AccountFiles accounts, MailRequest request)
    {
        var preparation = new AccountPreparation(plugins, new Patterns(world.User, world.Surroundings), world.User);
        var choice = new AccountChoice(accounts, world.User, static _ => { });
        var account = preparation.Expand(choice.Choose(new AccountRequest { Name = request.Account, Sender = request.From }));
        preparation.Check(account, AccountUse.Send);
        return account;
    }

    MailFacts Facts(MailRequest request, IncomingMessage message)
    {
        List<string> recipients = [.. request.To.SelectMany(MessageRecipients.InArgument)];
        if (request.Recipients == RecipientSource.RequestAndHeader)
            recipients.AddRange(MessageRecipients.In(message.Header));
        if (recipients.Count == 0)
            throw new MailException(ExitCode.Usage, DeliveryStage.Configure, "no recipients found");
        return new MailFacts(recipients)
        {
            FullName = request.FullName,
            OnRefusal = request.OnRefusal,
            HostName = world.User.Machine,
            Time = world.Time,
        };
    }

    async ValueTask<AccountFiles> ReadAsync(CancellationToken ct)
    {
        if (files is not null)
            return files;
        await reading.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            return files ??= new AccountFiles(await ReadConfigurationAsync(ct).ConfigureAwait(false), own);
        }
        finally
        {
            reading.Release();
        }
    }

    async ValueTask<AccountFile?> ReadConfigurationAsync(CancellationToken ct)
    {
        if (configuration is null)
            return null;
        var reader = new ConfigurationReader(plugins, world.Shell, world.User.Home);
        var paths = new ConfigurationPaths(world.User, world.Surroundings);
        return await new ConfigurationFiles(reader, paths).ReadNamedAsync(configuration, ct).ConfigureAwait(false);
    }
}
