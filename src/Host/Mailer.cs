namespace Msmtp.Hosting;

/// <summary>The way of a mail in an application: account, message, delivery, log.</summary>
sealed class Mailer(PluginRegistry plugins, World world, AccountFile own, LinkPool links) : IMailer
{
    readonly SemaphoreSlim reading = new(1);
    AccountFiles? files;

    /// <summary>A msmtprc file; null: there is none.</summary>
    public string? Configuration { get; init; }

    /// <summary>The plugins from folders that are loaded whatever the file says.</summary>
    public IReadOnlyList<string> PluginNames { get; init; } = [];

    public async ValueTask<DeliveryReport> SendAsync(MailRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var setup = new AccountSetup(plugins, world, static _ => { });
        var message = await MessageReader.ReadAsync(request.Message, ct).ConfigureAwait(false);
        var mailSender = MessageSender.OfEnvelope(message.Header);
        var wanted = new AccountRequest { Name = request.Account, Sender = request.From, MailSender = mailSender };
        using var ready = await setup.PrepareAsync(await ReadAsync(ct).ConfigureAwait(false), wanted, ct).ConfigureAwait(false);
        var mail = MailComposer.Compose(ready.Account.Settings, message, Facts(request, message));
        var outcome = await new DeliveryPipeline(plugins, links).SendAsync(ready.Context, mail, ct).ConfigureAwait(false);
        await new LogDispatch(plugins, ready.Context).WriteAsync(outcome.Record).ConfigureAwait(false);
        return outcome.Report();
    }

    public ValueTask DisposeAsync()
    {
        reading.Dispose();
        return links.DisposeAsync();
    }

    MailFacts Facts(MailRequest request, IncomingMessage message)
    {
        var recipients = MessageRecipients.Of(request.To, message.Header, request.Recipients);
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
        foreach (var name in PluginNames)
            await plugins.RequireAsync(name, ct).ConfigureAwait(false);
        if (Configuration is null)
            return null;
        var reader = new ConfigurationReader(plugins, world.Shell, world.User.Home);
        var paths = new ConfigurationPaths(world.User, world.Surroundings);
        return await new ConfigurationFiles(reader, paths).ReadNamedAsync(Configuration, ct).ConfigureAwait(false);
    }
}
