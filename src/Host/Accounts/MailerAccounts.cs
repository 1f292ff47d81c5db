namespace Msmtp.Hosting;

/// <summary>The accounts of a mailer: the application's own, and those of a msmtprc file. Read once, when they are first needed.</summary>
#pragma warning disable CA1001 // Nothing hangs on the semaphore, and a mail that nobody waits for any more may still hold it.
sealed class MailerAccounts(PluginRegistry plugins, HostEnvironment environment)
#pragma warning restore CA1001
{
    const string Owner = "the application";

    readonly SemaphoreSlim reading = new(1);
    AccountFiles? files;

    /// <summary>Those that the application put together.</summary>
    public IReadOnlyList<AccountDefinition> Made { get; init; } = [];

    /// <summary>Those that the application wrote down.</summary>
    public IReadOnlyList<AccountText> Written { get; init; } = [];

    /// <summary>A msmtprc file; null: there is none.</summary>
    public string? Configuration { get; init; }

    /// <summary>The plugins from folders that are loaded whatever the file says.</summary>
    public IReadOnlyList<string> PluginNames { get; init; } = [];

    /// <summary>The account where a mail names none.</summary>
    public string DefaultName { get; init; } = "default";

    /// <summary>Settings laid over those of every account.</summary>
    public AccountSettings Overrides { get; init; } = AccountSettings.Empty;

    /// <summary>Finds an account that can be used as it is wanted.</summary>
    /// <exception cref="MailException">There is none, or something is wrong with it or with the file.</exception>
    public async ValueTask<ChosenAccount> ChooseAsync(AccountSetup setup, AccountRequest request, CancellationToken cancellationToken) =>
        setup.Choose(await ReadAsync(cancellationToken).ConfigureAwait(false), request with { DefaultName = DefaultName, Overrides = Overrides });

    /// <summary>
    /// Reads everything, and checks the application's own accounts; those of the file may be there for others to inherit from.
    /// </summary>
    /// <exception cref="MailException">Something is wrong.</exception>
    public async ValueTask ValidateAsync(AccountSetup setup, CancellationToken cancellationToken)
    {
        var all = await ReadAsync(cancellationToken).ConfigureAwait(false);
        // Who sends may be said with each mail.
        foreach (var account in all.User?.All ?? [])
            await ChooseAsync(setup, new AccountRequest { Name = account.Name, Use = AccountUse.Ask }, cancellationToken).ConfigureAwait(false);
        if (DefaultName != new AccountRequest().DefaultName || !all.All.Any())
            await ChooseAsync(setup, new AccountRequest { Use = AccountUse.Ask }, cancellationToken).ConfigureAwait(false);
    }

    async ValueTask<AccountFiles> ReadAsync(CancellationToken cancellationToken)
    {
        if (files is not null)
            return files;
        await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return files ??= await ReadAllAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            reading.Release();
        }
    }

    async ValueTask<AccountFiles> ReadAllAsync(CancellationToken cancellationToken)
    {
        foreach (var name in PluginNames)
            await plugins.RequireAsync(name, cancellationToken).ConfigureAwait(false);
        var file = Configuration is null ? null : await ReadFileAsync(Configuration, cancellationToken).ConfigureAwait(false);
        // Behind the plugins, whose commands they may hold.
        var written = Written.Select(account => account.Read(plugins, environment.User.Home));
        return new AccountFiles(file, new AccountFile(Owner, [.. Made, .. written], HoldsSecret: false));
    }

    ValueTask<AccountFile?> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        var reader = new ConfigurationReader(plugins, environment.Shell, environment.User.Home);
        return new ConfigurationFiles(reader, new ConfigurationPaths(environment.User, environment.Environment)).ReadNamedAsync(path, cancellationToken);
    }
}
