namespace Msmtp.Hosting;

/// <summary>All names that a plugin takes for itself: to say who has one that another one wants.</summary>
sealed class Claims : IPluginRegistry
{
    readonly HashSet<string> names = [];

    /// <summary>Lets a plugin tell what it registers.</summary>
    public static IReadOnlySet<string> Of(RegisteredPlugin plugin)
    {
        var claims = new Claims();
        claims.names.Add(plugin.Id);
        plugin.Register(claims);
        return claims.names;
    }

    public IPluginRegistry AddSetting(SettingKey key)
    {
        foreach (var spelling in key.Spellings)
        {
            names.Add(spelling.Name);
            Add(spelling.Option);
        }
        return this;
    }

    public IPluginRegistry AddCheck(AccountCheck check) => this;

    public IPluginRegistry AddSasl(SaslMechanism mechanism) => Add(mechanism.Name);

    public IPluginRegistry AddSecretSource(string name, SecretFacts facts, Func<PluginContext, ISecretSource> create) => Add(name);

    public IPluginRegistry AddTransport(string name, TransportFactory open) => Add(name);

    public IPluginRegistry AddLogSink(string name, Func<PluginContext, ILogSink?> create) => Add(name);

    public IPluginRegistry AddMode(CommandMode mode) => Add(mode.Option);

    Claims Add(SettingOption? option)
    {
        if (option?.Letter is { } letter)
            names.Add("-" + letter);
        return option is null ? this : Add("--" + option.Name);
    }

    Claims Add(string name)
    {
        names.Add(name);
        return this;
    }
}
