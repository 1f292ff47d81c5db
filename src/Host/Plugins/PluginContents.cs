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
    public IEnumerable<(string Kind, IReadOnlyList<string> Names)> Kinds =>
    [
        ("settings", settings), ("mechanisms", mechanisms), ("secret sources", secretSources),
        ("transports", transports), ("logs", logs), ("modes", modes),
    ];

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
