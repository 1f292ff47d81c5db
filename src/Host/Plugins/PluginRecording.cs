namespace Msmtp.Hosting;

/// <summary>
/// What a plugin from a folder registered, kept until it has come to an end: one that hangs in the middle leaves nothing behind.
/// Everything that it will be called for goes through a guard.
/// </summary>
sealed class PluginRecording(PluginOrigin origin, PluginGuard guard, TimeProvider time) : IPluginRegistry
{
    readonly List<Action<IPluginRegistry>> steps = [];

    /// <summary>Where the plugin comes from.</summary>
    public PluginOrigin Origin => origin;

    /// <summary>The plugin's id.</summary>
    public string Id { get; set; } = "";

    /// <summary>Registers it all.</summary>
    public void Replay(IPluginRegistry registry) => steps.ForEach(step => step(registry));

    public IPluginRegistry AddSetting(SettingKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Keep(registry => registry.AddSetting(key));
    }

    public IPluginRegistry AddCheck(AccountCheck check)
    {
        ArgumentNullException.ThrowIfNull(check);
        return Keep(registry => registry.AddCheck(settings => guard.Call(DeliveryStage.Configure, () => check(settings))));
    }

    public IPluginRegistry AddSasl(SaslMechanism mechanism)
    {
        ArgumentNullException.ThrowIfNull(mechanism);
        var guarded = mechanism with { Create = context => new GuardedSasl(guard, () => mechanism.Create(context)) };
        return Keep(registry => registry.AddSasl(guarded));
    }

    public IPluginRegistry AddSecretSource(string name, SecretFacts facts, Func<PluginContext, ISecretSource> create)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(create);
        return Keep(registry =>
            registry.AddSecretSource(name, facts, context => new GuardedSecretSource(guard, () => create(context), context.Notify)
            {
                Faulted = thrown => PluginStack.Tell(context, thrown),
            }));
    }

    public IPluginRegistry AddTransport(string name, TransportFactory open)
    {
        ArgumentNullException.ThrowIfNull(open);
        return Keep(registry => registry.AddTransport(name, (context, ct) => OpenAsync(open, context, ct)));
    }

    public IPluginRegistry AddLogSink(string name, Func<PluginContext, ILogSink?> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return Keep(registry => registry.AddLogSink(name, context => new GuardedLogSink(guard, () => create(context))));
    }

    // As long as it takes: a mode is what the user waits for, and he can stop it.
    public IPluginRegistry AddMode(CommandMode mode)
    {
        ArgumentNullException.ThrowIfNull(mode);
        return Keep(registry => registry.AddMode(mode with
        {
            RunAsync = (context, ct) =>
                guard.CallAsync(DeliveryStage.Configure, Timeout.InfiniteTimeSpan, token => mode.RunAsync(context, token), ct),
        }));
    }

    async ValueTask<ITransport> OpenAsync(TransportFactory open, PluginContext context, CancellationToken ct)
    {
        var link = await guard.CallAsync(DeliveryStage.Connect, guard.Deadlines.Silence, token => open(context, token), ct).ConfigureAwait(false);
        return link is null ? throw guard.Broken(DeliveryStage.Connect, "it opened no link") : new GuardedTransport(guard, link, time);
    }

    PluginRecording Keep(Func<IPluginRegistry, IPluginRegistry> step)
    {
        steps.Add(registry => step(registry));
        return this;
    }
}
