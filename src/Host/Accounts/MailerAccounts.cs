namespace Msmtp.Hosting;

/// <summary>The accounts of a mailer: the application's own, and those of a msmtprc file. Read once, when they are first needed.</summary>
#pragma warning disable CA1001 // The semaphore holds no handle, and a mail that was given up may still be waiting for it.
sealed class MailerAccounts(PluginRegistry plugins, HostEnvironment environment)
#pragma warning restore CA1001
{
    /// <summary>What stands in the place of a file for the accounts that an application made.</summary>
    public const string Owner = ConfigurationFile.Application;

    /// <summary>The application, as the origin of its mails: its accounts are nobody else's, whatever their names are.</summary>
    public static string Application => $"{Owner} {AppDomain.CurrentDomain.FriendlyName}";

    readonly AccountResolver resolver = new(plugins, environment, static _ => { });
    readonly AccountCache cache = new();
    readonly SemaphoreSlim reading = new(1);
    LoadedConfiguration? configuration;

    /// <summary>Those that the application built from settings.</summary>
    public IReadOnlyList<AccountDefinition> Made { get; init; } = [];

    /// <summary>Those that the application wrote as commands of msmtprc.</summary>
    public IReadOnlyList<AccountCommands> Written { get; init; } = [];

    /// <summary>The path of a msmtprc; null: there is none.</summary>
    public string? Configuration { get; init; }

    /// <summary>The plugins from folders that are loaded in any case.</summary>
    public IReadOnlyList<string> PluginNames { get; init; } = [];

    /// <summary>The account of a mail that names none.</summary>
    public string DefaultName { get; init; } = "default";

    /// <summary>Settings that override those of every account.</summary>
    public AccountSettings Overrides { get; init; } = AccountSettings.Empty;

    /// <summary>The account for a request. It has no secrets: each connection asks for its own.</summary>
    /// <exception cref="MailException">There is none, or something is wrong with it or with the file.</exception>
    public async ValueTask<ResolvedAccount> ResolveAsync(AccountRequest request, CancellationToken cancellationToken)
    {
        if (cache.Find(request) is { } known)
            return known;
        var all = await ReadAsync(cancellationToken).ConfigureAwait(false);
        var account = resolver.Resolve(all, request with { DefaultName = DefaultName, Overrides = Overrides, CommonOverrides = Overrides });
        return cache.Keep(request, account);
    }

    /// <summary>The account of a queued mail is one of these: that of another application, or of the command, may have the same name.</summary>
    public bool Has(MailOrigin origin) => origin is { Account: not null, Overrides.Count: 0, File: { } file }
        && (file == Application || Configuration is { } path && file == Path.GetFullPath(path));

    /// <summary>All accounts as they are written, to be looked through. Not all of them need be usable.</summary>
    /// <exception cref="MailException">Something is wrong with what was read.</exception>
    public async ValueTask<IReadOnlyList<PluginContext>> ListAsync(CancellationToken cancellationToken)
    {
        var all = await ReadAsync(cancellationToken).ConfigureAwait(false);
        return [.. all.All.Select(account => resolver.ContextFor(account with { Settings = account.Settings.With(Overrides) }))];
    }

    /// <summary>
    /// Reads everything and checks the application's own accounts. Those of the file may only be there for others to inherit from.
    /// </summary>
    /// <exception cref="MailException">Something is wrong.</exception>
    public async ValueTask ValidateAsync(CancellationToken cancellationToken)
    {
        var all = await ReadAsync(cancellationToken).ConfigureAwait(false);
        // The sender may be given with each mail.
        foreach (var account in all.User?.All ?? [])
            await ResolveAsync(new AccountRequest { Name = account.Name, Purpose = AccountPurpose.Ask }, cancellationToken).ConfigureAwait(false);
        if (DefaultName != new AccountRequest().DefaultName || !all.All.Any())
            await ResolveAsync(new AccountRequest { Purpose = AccountPurpose.Ask }, cancellationToken).ConfigureAwait(false);
    }

    async ValueTask<LoadedConfiguration> ReadAsync(CancellationToken cancellationToken)
    {
        if (configuration is not null)
            return configuration;
        await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return configuration ??= await ReadAllAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            reading.Release();
        }
    }

    async ValueTask<LoadedConfiguration> ReadAllAsync(CancellationToken cancellationToken)
    {
        foreach (var name in PluginNames)
            await plugins.RequireAsync(name, cancellationToken).ConfigureAwait(false);
        var file = Configuration is null ? null : await ReadFileAsync(Configuration, cancellationToken).ConfigureAwait(false);
        // After the plugins, whose commands may be among them.
        var written = Written.Select(account => account.Read(plugins, environment.User.Home));
        return new LoadedConfiguration(file, new ConfigurationFile(Owner, [.. Made, .. written], HoldsSecret: false));
    }

    ValueTask<ConfigurationFile?> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        var reader = new ConfigurationReader(plugins, environment.Shell, new Expansion(environment.User, environment.Environment));
        return new ConfigurationLoader(reader, new ConfigurationPaths(environment.User, environment.Environment)).ReadNamedAsync(path, cancellationToken);
    }
}
