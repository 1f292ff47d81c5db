namespace Msmtp.Hosting;

/// <summary>The names of what a plugin registers.</summary>
sealed class PluginContents : IPluginRegistry
{
    readonly List<string> settings = [];
    readonly List<string> mechanisms = [];
    readonly List<string> secretSources = [];
    readonly List<string> transports = [];
    readonly List<string> logs = [];
    readonly List<string> modes = [];

    /// <summary>The names of each kind of things.</summary>
    public IReadOnlyList<PluginKind> Kinds =>
    [
        new("settings", settings), new("mechanisms", mechanisms), new("secret sources", secretSources),
        new("transports", transports), new("logs", logs), new("modes", modes),
    ];

    /// <summary>Lets a plugin tell what it registers.</summary>
    public static PluginContents Of(RegisteredPlugin plugin)
    {
        var contents = new PluginContents();
        plugin.Register(contents);
        return contents;
    }

    public IPluginRegistry AddSetting(SettingKey key) => Keep(settings, key.Name);

    public IPluginRegistry AddCheck(AccountCheck check) => this;

    public IPluginRegistry AddSasl(SaslMechanism mechanism) => Keep(mechanisms, mechanism.Name);

    public IPluginRegistry AddSecretSource(string name, SecretFacts facts, Func<PluginContext, ISecretSource> create) =>
        Keep(secretSources, name);

    public IPluginRegistry AddTransport(string name, TransportFactory open) => Keep(transports, name);

    public IPluginRegistry AddLogSink(string name, Func<PluginContext, ILogSink?> create) => Keep(logs, name);

    public IPluginRegistry AddMode(CommandMode mode) => Keep(modes, "--" + mode.Option.Name);

    PluginContents Keep(List<string> names, string name)
    {
        names.Add(name);
        return this;
    }
}
