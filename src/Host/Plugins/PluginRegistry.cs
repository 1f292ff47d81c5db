namespace Msmtp.Hosting;

/// <summary>
/// What all plugins together have to offer. Filled with what is compiled in before anything is read, then with what msmtprc names
/// while it is read; after that only looked at.
/// </summary>
sealed class PluginRegistry : IPluginRegistry
{
    readonly List<RegisteredPlugin> plugins = [];
    readonly Dictionary<string, MailException?> asked = [];
    readonly HashSet<string> ids = [];
    readonly HashSet<string> options = [];
    readonly Dictionary<string, SettingSpelling> commands = [];
    readonly List<SettingKey> settings = [];
    readonly List<AccountCheck> checks = [];
    readonly List<SaslMechanism> mechanisms = [];
    readonly List<string> mechanismNames = [];
    readonly List<SecretSourceRegistration> secretSources = [];
    readonly List<TransportRegistration> transports = [];
    readonly List<LogSinkRegistration> logSinks = [];
    readonly List<CommandMode> modes = [];

    /// <summary>The default set, or an application's own list, in its order.</summary>
    public static PluginRegistry Of(IEnumerable<IPlugin> plugins) => Of(plugins, NoPlugins.Instance);

    /// <param name="plugins">What is compiled in.</param>
    /// <param name="source">Who brings the others.</param>
    public static PluginRegistry Of(IEnumerable<IPlugin> plugins, IPluginSource source)
    {
        var registry = new PluginRegistry { Source = source };
        registry.Add(new CorePlugin());
        foreach (var plugin in plugins)
            registry.Add(plugin);
        return registry;
    }

    IPluginSource Source { get; init; } = NoPlugins.Instance;

    /// <summary>The plugins that are here, in the order in which they came; the host's own settings are the first one.</summary>
    public IReadOnlyList<RegisteredPlugin> Plugins => plugins;

    public IReadOnlyList<SettingKey> Settings => settings;

    public IReadOnlyList<AccountCheck> Checks => checks;

    public IReadOnlyList<SaslMechanism> Mechanisms => mechanisms;

    public IReadOnlyList<string> MechanismNames => mechanismNames;

    public IReadOnlyList<SecretSourceRegistration> SecretSources => secretSources;

    public IReadOnlyList<SecretFacts> SecretFacts => [.. secretSources.Select(static source => source.Facts)];

    public IReadOnlyList<string> KeyringNames =>
        [.. secretSources.Where(static source => source.Facts.Rank == Msmtp.SecretFacts.Keyring).Select(static source => source.Name)];

    public IReadOnlyList<TransportRegistration> Transports => transports;

    public IReadOnlyList<LogSinkRegistration> LogSinks => logSinks;

    public IReadOnlyList<CommandMode> Modes => modes;

    /// <summary>The commands of msmtprc that set something.</summary>
    public IEnumerable<string> CommandNames => commands.Keys;

    /// <summary>The command of msmtprc with this name; null: nobody knows it.</summary>
    public SettingSpelling? FindCommand(string name) => commands.GetValueOrDefault(name);

    public void Add(IPlugin plugin)
    {
        Add(new RegisteredPlugin(plugin.Id, plugin.Register));
    }

    /// <summary>Makes sure that a plugin is here: one that is compiled in goes by its id, another by the name of its folder.</summary>
    /// <exception cref="MailException">It cannot be had.</exception>
    public async ValueTask RequireAsync(string name, CancellationToken ct)
    {
        if (ids.Contains(name))
            return;
        if (!asked.TryGetValue(name, out var failure))
            asked[name] = failure = await TryAddAsync(name, ct).ConfigureAwait(false);
        if (failure is not null)
            throw failure;
    }

    // A failure stays: half of what a plugin registers may be there already.
    async ValueTask<MailException?> TryAddAsync(string name, CancellationToken ct)
    {
        try
        {
            if (!PluginName.IsValid(name))
                throw new InvalidDataException("that is not a plugin's name: it has letters, digits, dots, dashes and underscores");
            var recording = await Source.StartAsync(name, ct).ConfigureAwait(false);
            Add(new RegisteredPlugin(recording.Id, recording.Replay) { Origin = recording.Origin });
            return null;
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            return new MailException(ExitCode.Config, DeliveryStage.Configure, $"plugin {name} cannot be used: {e.Message}", inner: e);
        }
    }

    void Add(RegisteredPlugin plugin)
    {
        if (!ids.Add(plugin.Id))
            throw new ArgumentException($"the plugin {plugin.Id} is registered twice: {Place(plugins.Find(other => other.Id == plugin.Id))}, and {Place(plugin)}");
        plugins.Add(plugin);
        plugin.Register(this);
    }

    public IPluginRegistry AddSetting(SettingKey key)
    {
        foreach (var spelling in key.Spellings)
        {
            if (ConfigurationLine.GivesStructure(spelling.Name))
                throw new ArgumentException($"{plugins[^1].Title} adds the setting {spelling.Name}, which is reserved in msmtprc");
            if (!commands.TryAdd(spelling.Name, spelling))
                throw Taken("setting", spelling.Name);
            ClaimOption(spelling.Option);
        }
        settings.Add(key);
        return this;
    }

    public IPluginRegistry AddCheck(AccountCheck check)
    {
        checks.Add(check);
        return this;
    }

    public IPluginRegistry AddSasl(SaslMechanism mechanism)
    {
        if (mechanismNames.Contains(mechanism.Name))
            throw Taken("SASL mechanism", mechanism.Name);
        mechanisms.Add(mechanism);
        mechanismNames.Add(mechanism.Name);
        return this;
    }

    public IPluginRegistry AddSecretSource(string name, SecretFacts facts, Func<PluginContext, ISecretSource> create)
    {
        if (secretSources.Any(other => other.Name == name))
            throw Taken("secret source", name);
        var behind = secretSources.FindIndex(other => other.Facts.Rank > facts.Rank);
        secretSources.Insert(behind < 0 ? secretSources.Count : behind, new SecretSourceRegistration(name, facts, create));
        return this;
    }

    public IPluginRegistry AddTransport(string name, TransportFactory open)
    {
        if (transports.Any(other => other.Name == name))
            throw Taken("transport", name);
        transports.Add(new TransportRegistration(name, open));
        return this;
    }

    public IPluginRegistry AddLogSink(string name, Func<PluginContext, ILogSink?> create)
    {
        if (logSinks.Any(other => other.Name == name))
            throw Taken("log", name);
        logSinks.Add(new LogSinkRegistration(name, create));
        return this;
    }

    public IPluginRegistry AddMode(CommandMode mode)
    {
        ClaimOption(mode.Option);
        modes.Add(mode);
        return this;
    }

    void ClaimOption(SettingOption? option)
    {
        if (option is null)
            return;
        Claim(options, "--" + option.Name, "option");
        if (option.Letter is { } letter)
            Claim(options, "-" + letter, "option");
    }

    void Claim(HashSet<string> taken, string name, string kind)
    {
        if (!taken.Add(name))
            throw Taken(kind, name);
    }

    ArgumentException Taken(string kind, string name)
    {
        var owners = plugins.Where(plugin => Claims.Of(plugin).Contains(name)).Select(static plugin => plugin.Title).Distinct().ToList();
        var who = owners switch
        {
            [] => "",
            [var one] => $", both times by {one}",
            [var first, .., var last] => $": by {first}, and now by {last}",
        };
        return new($"the {kind} {name} is registered twice{who}");
    }

    static string Place(RegisteredPlugin? plugin) => plugin?.Origin is { } origin ? $"from {origin.Assembly}" : "compiled in";
}
