namespace Msmtp.Hosting;

/// <summary>Puts a guard around everything that a plugin from a folder will be called for. The only place that knows every kind.</summary>
sealed class RegistrationGuard(PluginGuard guard, TimeProvider time)
{
    /// <summary>The plugin, guarded.</summary>
    public RegisteredPlugin Around(RegisteredPlugin plugin)
    {
        var guarded = new RegisteredPlugin(plugin.Id) { Origin = plugin.Origin };
        foreach (var registration in plugin.Registrations)
            guarded.Add(Around(registration));
        return guarded;
    }

    IRegistration Around(IRegistration registration) => registration switch
    {
        // Parsers are guarded where lines are read (SettingReading).
        SettingKey setting => setting,
        AccountCheckRegistration { Check: { } check } => new AccountCheckRegistration(Guarded(check)),
        SaslPreferenceRegistration { Mechanisms: { } mechanisms } =>
            new SaslPreferenceRegistration(settings => guard.Call(DeliveryStage.Configure, () => mechanisms(settings))),
        SaslMechanism { Create: { } create } mechanism => mechanism with { Create = context => new GuardedSasl(guard, () => create(context)) },
        SecretSourceRegistration { Facts: not null, Create: not null } source => source with { Create = context => Guarded(source, context) },
        SecretStoreRegistration { Create: { } create } store => store with
        {
            Create = context => new GuardedSecretStore(guard, () => create(context)),
            CreateIn = store.CreateIn is { } createIn
                ? (context, folder) => new GuardedSecretStore(guard, () => createIn(context, folder))
                : null,
        },
        TransportRegistration { Open: { } open } transport => transport with
        {
            Open = (context, cancellationToken) => OpenAsync(open, context, cancellationToken),
            Check = transport.Check is { } check ? Guarded(check) : null,
        },
        TransportWrapperRegistration { Wrap: { } wrap } wrapper =>
            wrapper with { Wrap = (open, context, cancellationToken) => OpenAsync((inner, token) => wrap(open, inner, token), context, cancellationToken) },
        ConnectorRegistration { Create: { } create } connector => connector with { Create = context => new GuardedConnector(guard, () => create(context)) },
        MessageFilterRegistration { Create: { } create } filter => filter with { Create = context => Guarded(create, context) },
        MailQueueRegistration { Create: { } create } queue =>
            queue with { Create = context => GuardedMailQueue.Of(guard, () => create(context), context.CreateSpool) },
        LogSinkRegistration { Create: { } create } log => log with { Create = context => new GuardedLogSink(guard, () => create(context)) },
        CommandMode { RunAsync: { } run } mode => mode with { RunAsync = (context, cancellationToken) => RunAsync(run, context, cancellationToken) },
        _ => throw new InvalidDataException($"it adds a {registration.Kind} that cannot be used here"),
    };

    AccountCheck Guarded(AccountCheck check) => settings => guard.Call(DeliveryStage.Configure, () => check(settings));

    GuardedSecretSource Guarded(SecretSourceRegistration source, PluginContext context) =>
        new(guard, () => source.Create(context), context.Notify);

    // Whether the account uses it must be known now: factories do no I/O.
    GuardedFilter? Guarded(Func<PluginContext, IMessageFilter?> create, PluginContext context) =>
        guard.Call(DeliveryStage.Configure, () => create(context)) is { } filter ? new GuardedFilter(guard, filter, time) : null;

    async ValueTask<ITransport> OpenAsync(TransportFactory open, PluginContext context, CancellationToken cancellationToken)
    {
        var connection = await guard.CallAsync(DeliveryStage.Connect, guard.Deadlines.Silence, token => open(context, token), cancellationToken).ConfigureAwait(false);
        return connection is null ? throw guard.Broken(DeliveryStage.Connect, "it opened no connection") : new GuardedTransport(guard, connection, time);
    }

    // No limit: the user is waiting for the mode, and can stop it.
    ValueTask RunAsync(Func<ModeContext, CancellationToken, ValueTask> run, ModeContext context, CancellationToken cancellationToken) =>
        guard.CallAsync(DeliveryStage.Configure, Timeout.InfiniteTimeSpan, token => run(context, token), cancellationToken);
}

/// <summary>A log of a plugin from a folder. It is created on the plugin's thread.</summary>
sealed class GuardedLogSink(PluginGuard guard, Func<ILogSink?> create) : ILogSink
{
    public ValueTask<bool> ProbeAsync(CancellationToken cancellationToken) => guard.CallAsync(
        DeliveryStage.Quit, guard.Deadlines.Step, token => create() is { } sink ? sink.ProbeAsync(token) : new(false), cancellationToken);

    public ValueTask WriteAsync(DeliveryRecord record, CancellationToken cancellationToken) => guard.CallAsync(
        DeliveryStage.Quit, guard.Deadlines.Step, token => create() is { } sink ? sink.WriteAsync(record, token) : default, cancellationToken);
}
