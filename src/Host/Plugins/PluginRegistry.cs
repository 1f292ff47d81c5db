namespace Msmtp.Hosting;

/// <summary>
/// What all plugins together offer. It is filled with what is compiled in before anything is read, then with what msmtprc names while it is
/// read; after that it does not change.
/// </summary>
sealed class PluginRegistry
{
    const int Room = 128;

    readonly List<RegisteredPlugin> plugins = [];
    readonly Dictionary<string, MailException?> asked = [];
    // Room for the default set, which is registered at each start.
    readonly HashSet<string> options = new(capacity: Room);
    readonly Dictionary<string, SettingSpelling> commands = new(capacity: Room);
    readonly List<SettingKey> settings = new(capacity: Room);
    readonly List<List<Other>> kinds = [];
    // Needed for every mail.
    IReadOnlyList<TransportRegistration>? transports;
    IReadOnlyList<MessageFilterRegistration>? filters;
    IReadOnlyList<LogSinkRegistration>? logs;
    string[]? mechanismNames;

    // Anything but a setting. In a struct: storing into an array of interfaces is checked each time, and each call to one is a lookup.
    readonly record struct Other(IRegistration Registration, string? Name, int Order);

    /// <summary>The host's own plugin first, then the default set or an application's own list, in its order.</summary>
    public static PluginRegistry Of(IEnumerable<IPlugin> plugins) => Of(plugins, NoPlugins.Instance);

    /// <param name="plugins">The plugins that are compiled in.</param>
    /// <param name="source">Provides the others.</param>
    public static PluginRegistry Of(IEnumerable<IPlugin> plugins, IPluginSource source)
    {
        var registry = new PluginRegistry { Source = source };
        foreach (var plugin in plugins)
            registry.Add(RegisteredPlugin.Of(plugin));
        return registry;
    }

    IPluginSource Source { get; init; } = NoPlugins.Instance;

    /// <summary>The plugins, in the order in which they were added.</summary>
    public IReadOnlyList<RegisteredPlugin> Plugins => plugins;

    public IReadOnlyList<SettingKey> Settings => settings;

    public IReadOnlyList<AccountCheckRegistration> Checks => All<AccountCheckRegistration>();

    public IReadOnlyList<SaslMechanism> Mechanisms => All<SaslMechanism>();

    public IReadOnlyList<string> MechanismNames => mechanismNames ??= [.. Mechanisms.Select(static mechanism => mechanism.Name)];

    public IReadOnlyList<SaslPreferenceRegistration> MechanismPreferences => All<SaslPreferenceRegistration>();

    public IReadOnlyList<SecretSourceRegistration> SecretSources => All<SecretSourceRegistration>();

    public IReadOnlyList<SecretFacts> SecretFacts => [.. SecretSources.Select(static source => source.Facts)];

    public IReadOnlyList<string> KeyringNames =>
        [.. SecretSources.Where(static source => source.Facts.IsKeyring).Select(static source => source.Name)];

    /// <inheritdoc cref="PluginContext.OpenSecretStore"/>
    public ISecretStore OpenSecretStore(PluginContext context, string name)
    {
        var stores = All<SecretStoreRegistration>();
        if (Path.IsPathRooted(name) && stores.FirstOrDefault(static store => store.CreateIn is not null) is { CreateIn: { } createIn })
            return createIn(context, name);
        return stores.FirstOrDefault(store => store.Name == name) is { } found ? found.Create(context) : throw new MailException(
            ExitCode.Config, DeliveryStage.Configure, RegisteredNames.Missing("secret store", name, stores));
    }

    public IReadOnlyList<TransportRegistration> Transports => transports ??= All<TransportRegistration>();

    /// <inheritdoc cref="PluginContext.ConnectorFactory"/>
    public Func<PluginContext, IConnector>? ConnectorFactory => Connectors.Count == 0 ? null : OpenConnector;

    public IReadOnlyList<ConnectorRegistration> Connectors => All<ConnectorRegistration>();

    IConnector OpenConnector(PluginContext context) => ConnectorChoice.Of(Connectors, context.Account.Settings).Create(context);

    public IReadOnlyList<MessageFilterRegistration> MessageFilters => filters ??= All<MessageFilterRegistration>();

    public IReadOnlyList<LogSinkRegistration> LogSinks => logs ??= All<LogSinkRegistration>();

    /// <summary>The queues; the first one is used.</summary>
    public IReadOnlyList<MailQueueRegistration> Queues => All<MailQueueRegistration>();

    public IReadOnlyList<CommandMode> Modes => All<CommandMode>();

    /// <summary>The commands of msmtprc that set something.</summary>
    public IEnumerable<string> CommandNames => commands.Keys;

    /// <summary>The command of msmtprc with this name; null: there is none.</summary>
    public SettingSpelling? FindCommand(string name) => commands.GetValueOrDefault(name);

    /// <summary>Everything of one kind but settings, in its order.</summary>
    public IReadOnlyList<T> All<T>() where T : class, IRegistration
    {
        var found = new List<T>();
        foreach (var kind in kinds)
            for (var i = 0; i < kind.Count && kind[0].Registration.GetType() == typeof(T); i++)
                found.Add((T)kind[i].Registration);
        return found;
    }

    /// <summary>
    /// Called with the name of a plugin that would have to be loaded while other threads use what is registered; throws. Loading may also
    /// replace this process, and with it what the other threads do. Null: nobody else does anything.
    /// </summary>
    public Action<string>? Closed { get; set; }

    /// <summary>Makes sure that a plugin is loaded: one that is compiled in is named by its id, any other by its folder.</summary>
    /// <exception cref="MailException">It cannot be loaded.</exception>
    public async ValueTask RequireAsync(string name, CancellationToken cancellationToken)
    {
        if (plugins.Exists(plugin => plugin.Id == name))
            return;
        if (!asked.TryGetValue(name, out var failure))
        {
            Closed?.Invoke(name);
            asked[name] = failure = await TryAddAsync(name, cancellationToken).ConfigureAwait(false);
        }
        if (failure is not null)
            throw failure;
    }

    // A failure is final: half of what the plugin registers may be in place already.
    async ValueTask<MailException?> TryAddAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            if (!PluginName.IsValid(name))
                throw new InvalidDataException("that is not a plugin's name: it has letters, digits, dots, dashes and underscores");
            Add(await Source.StartAsync(name, cancellationToken).ConfigureAwait(false));
            return null;
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            return new MailException(ExitCode.Config, DeliveryStage.Configure, $"plugin {name} cannot be used: {e.Message}", inner: e);
        }
    }

    void Add(RegisteredPlugin plugin)
    {
        if (plugins.Find(other => other.Id == plugin.Id) is { } same)
            throw new ArgumentException($"the plugin {plugin.Id} is registered twice: {Place(same)}, and {Place(plugin)}");
        plugins.Add(plugin);
        for (var i = 0; i < plugin.Count; i++)
            Add(plugin[i]);
    }

    void Add(IRegistration registration)
    {
        if (registration is SettingKey key)
        {
            Add(key);
            return;
        }
        if (registration is CommandMode mode)
            Claim(mode.Option);
        var added = new Other(registration, registration.Name, registration.Order);
        var kind = KindOf(registration);
        kind.Insert(PlaceIn(kind, added), added);
        (transports, filters, logs, mechanismNames) = (null, null, null, null);
    }

    List<Other> KindOf(IRegistration registration)
    {
        foreach (var known in kinds)
            if (known[0].Registration.GetType() == registration.GetType())
                return known;
        var kind = new List<Other>();
        kinds.Add(kind);
        return kind;
    }

    // After all that have the same order: what was added first stays first.
    int PlaceIn(List<Other> kind, Other added)
    {
        var place = kind.Count;
        for (var i = kind.Count - 1; i >= 0; i--)
        {
            if (added.Name is { } name && kind[i].Name == name)
                throw Taken(added.Registration.Kind, name);
            if (kind[i].Order > added.Order)
                place = i;
        }
        return place;
    }

    void Add(SettingKey key)
    {
        // By index, here and in the command's table of options: enumerating an interface allocates, sixty times at each start.
        var spellings = key.Spellings;
        for (var i = 0; i < spellings.Count; i++)
        {
            var spelling = spellings[i];
            if (RegisteredNames.IsReserved(spelling.Name))
                throw new ArgumentException($"{plugins[^1].Title} adds the setting {spelling.Name}, which is reserved in msmtprc");
            if (!commands.TryAdd(spelling.Name, spelling))
                throw Taken("setting", spelling.Name);
            if (spelling.Option is { } option)
                Claim(option);
        }
        settings.Add(key);
    }

    void Claim(SettingOption option)
    {
        if (!options.Add(option.Name))
            throw Taken("option", "--" + option.Name);
        // No long name begins with a dash.
        if (option.Letter is { } letter && !options.Add("-" + letter))
            throw Taken("option", "-" + letter);
    }

    ArgumentException Taken(string kind, string name)
    {
        var owners = plugins.Where(plugin => RegisteredNames.Has(plugin, kind, name)).Select(static plugin => plugin.Title).ToList();
        var who = owners is [var one] ? $", both times by {one}" : $": by {owners[0]}, and now by {owners[^1]}";
        return new ArgumentException($"the {kind} {name} is registered twice{who}");
    }

    static string Place(RegisteredPlugin? plugin) => plugin?.Origin is { } origin ? $"from {origin.Assembly}" : "compiled in";
}
