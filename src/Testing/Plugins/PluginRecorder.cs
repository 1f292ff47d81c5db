namespace Msmtp.Testing;

/// <summary>Keeps what a plugin registers.</summary>
/// <param name="taken">The settings that are there without it.</param>
sealed class PluginRecorder(IReadOnlyList<SettingKey> taken) : IPluginRegistry
{
    readonly HashSet<string> commands = [.. taken.SelectMany(static key => key.Spellings).Select(static spelling => spelling.Name)];

    public List<SettingKey> Settings { get; } = [];

    public List<AccountCheck> Checks { get; } = [];

    public List<SaslMechanism> Mechanisms { get; } = [];

    public Dictionary<string, Func<PluginContext, ISecretSource>> SecretSources { get; } = [];

    public Dictionary<string, TransportFactory> Transports { get; } = [];

    public Dictionary<string, Func<PluginContext, ILogSink?>> LogSinks { get; } = [];

    public List<CommandMode> Modes { get; } = [];

    public IPluginRegistry AddSetting(SettingKey key)
    {
        if (key.Spellings.FirstOrDefault(spelling => !commands.Add(spelling.Name)) is { } twice)
            throw new ArgumentException($"the setting {twice.Name} is registered twice", nameof(key));
        return Add(() => Settings.Add(key));
    }

    public IPluginRegistry AddCheck(AccountCheck check) => Add(() => Checks.Add(check));

    public IPluginRegistry AddSasl(SaslMechanism mechanism) => Mechanisms.Any(other => other.Name == mechanism.Name)
        ? throw new ArgumentException($"the SASL mechanism {mechanism.Name} is registered twice", nameof(mechanism))
        : Add(() => Mechanisms.Add(mechanism));

    public IPluginRegistry AddSecretSource(string name, SecretFacts facts, Func<PluginContext, ISecretSource> create) =>
        Add(() => SecretSources.Add(name, create));

    public IPluginRegistry AddTransport(string name, TransportFactory open) => Add(() => Transports.Add(name, open));

    public IPluginRegistry AddLogSink(string name, Func<PluginContext, ILogSink?> create) => Add(() => LogSinks.Add(name, create));

    public IPluginRegistry AddMode(CommandMode mode) => Add(() => Modes.Add(mode));

    PluginRecorder Add(Action add)
    {
        add();
        return this;
    }
}
