namespace Msmtp.Hosting;

/// <summary>
/// Finds the accounts of queued mails in their msmtprc, as it is now: each file is read when it is first needed, and again when it has changed,
/// so that a mended one heals the queue.
/// </summary>
/// <param name="plugins">What there is to set and to ask.</param>
/// <param name="environment">Everything outside.</param>
#pragma warning disable CA1001 // The semaphore holds no handle.
sealed class ConfiguredOrigins(PluginRegistry plugins, HostEnvironment environment)
#pragma warning restore CA1001
{
    readonly Dictionary<string, KnownFile> files = [];
    readonly SemaphoreSlim reading = new(1);

    sealed record KnownFile(FileVersion Version, IncludedFiles Included, LoadedConfiguration Configuration);

    /// <inheritdoc cref="OriginResolver"/>
    public async ValueTask<ResolvedAccount> ResolveAsync(MailOrigin origin, CancellationToken cancellationToken)
    {
        foreach (var command in origin.Overrides)
            if (PluginOf(command) is { } plugin)
                await plugins.RequireAsync(plugin, cancellationToken).ConfigureAwait(false);
        if (origin.Folder is { } folder && !Directory.Exists(folder))
            throw new MailException(ExitCode.Config, DeliveryStage.Configure, $"{folder} is gone, from where a mail was queued whose account names files there");
        var configuration = origin.Account is null ? LoadedConfiguration.None : await ReadAsync(origin, cancellationToken).ConfigureAwait(false);
        var resolver = new AccountResolver(plugins, environment, static _ => { }) { Folder = origin.Folder };
        // The envelope is the mail's own, so that the account needs no sender.
        var request = new AccountRequest { Name = origin.Account, Overrides = OverridesOf(origin), Purpose = AccountPurpose.Ask };
        return await resolver.ResolveWithSecretsAsync(configuration, request, cancellationToken).ConfigureAwait(false);
    }

    async ValueTask<LoadedConfiguration> ReadAsync(MailOrigin origin, CancellationToken cancellationToken)
    {
        await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var path = origin.File;
            var version = path is null ? default : FileVersion.Of(path);
            // What a command prints may be something else in each folder.
            var name = $"{path}\0{origin.Folder}";
            if (version != default && files.TryGetValue(name, out var known) && known.Version == version && !known.Included.HaveChanged())
                return known.Configuration;
            var expansion = new Expansion(environment.User, environment.Environment);
            var reader = new ConfigurationReader(plugins, environment.Shell.In(origin.Folder), expansion);
            var loader = new ConfigurationLoader(reader, new ConfigurationPaths(environment.User, environment.Environment));
            if (path is null)
                return await loader.ReadAsync(named: null, static _ => { }, cancellationToken).ConfigureAwait(false);
            var loaded = new LoadedConfiguration(null, await loader.ReadAgainAsync(path, cancellationToken).ConfigureAwait(false));
            files[name] = new KnownFile(version, reader.Included, loaded);
            return loaded;
        }
        finally
        {
            reading.Release();
        }
    }

    static string? PluginOf(string command) =>
        command.StartsWith(ConfigurationReader.Plugin + " ", StringComparison.Ordinal) ? command[(ConfigurationReader.Plugin.Length + 1)..] : null;

    AccountSettings OverridesOf(MailOrigin origin)
    {
        var settings = new AccountSettingsBuilder();
        foreach (var command in origin.Overrides)
        {
            if (PluginOf(command) is not null)
                continue;
            var end = command.IndexOf(' ', StringComparison.Ordinal);
            var name = end < 0 ? command : command[..end];
            var argument = new SettingArgument(end < 0 ? "" : command[(end + 1)..])
            {
                // It takes everything that a file takes, and some words more.
                Origin = SettingOrigin.CommandLine,
                Home = environment.User.Home,
                Mechanisms = plugins.MechanismNames,
            };
            if (plugins.FindCommand(name) is not { } spelling || !SettingReading.TryApply(spelling, argument, settings))
                throw new MailException(ExitCode.Config, DeliveryStage.Configure, $"a queued mail was submitted with the setting {name}, which cannot be read now");
        }
        return settings.Build();
    }
}
