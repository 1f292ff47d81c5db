using Msmtp.Connector.Tcp;
using Msmtp.Hosting;

namespace Msmtp.Testing;

/// <summary>
/// What a plugin registered, with accounts and contexts as the host would make them. A name that is registered twice is refused with
/// <see cref="ArgumentException"/>, as by the host.
/// </summary>
public sealed class PluginUnderTest
{
    static readonly IReadOnlyList<SettingKey> Common =
    [
        CommonSettings.Host, CommonSettings.Port, CommonSettings.Socket, CommonSettings.Timeout, CommonSettings.Protocol, CommonSettings.Auth,
        CommonSettings.User, CommonSettings.Password, CommonSettings.Tls, CommonSettings.TlsStartTls, CommonSettings.TlsTrustFile,
        CommonSettings.TlsCertCheck, CommonSettings.Domain, CommonSettings.From,
    ];

    readonly IReadOnlyList<SettingKey> others;
    readonly IReadOnlyList<ConnectorRegistration> connectors;

    /// <summary>Registers a plugin.</summary>
    public PluginUnderTest(IPlugin plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        Plugin = plugin;
        var connector = new PluginRecorder(Common);
        if (plugin is not TcpConnectorPlugin)
            new TcpConnectorPlugin().Register(connector);
        others = [.. Common, .. connector.Registrations.OfType<SettingKey>()];
        var recorder = new PluginRecorder(others);
        plugin.Register(recorder);
        Registrations = recorder.Registrations;
        connectors = [.. Registrations.OfType<ConnectorRegistration>(), .. connector.Registrations.OfType<ConnectorRegistration>()];
    }

    /// <summary>The plugin itself.</summary>
    public IPlugin Plugin { get; }

    /// <summary>Everything it registered, in order.</summary>
    public IReadOnlyList<IRegistration> Registrations { get; }

    /// <summary>Its settings, without those that every account has.</summary>
    public IReadOnlyList<SettingKey> Settings => All<SettingKey>();

    /// <summary>Its mechanisms.</summary>
    public IReadOnlyList<SaslMechanism> Mechanisms => All<SaslMechanism>();

    /// <summary>Its secret sources, by name.</summary>
    public IReadOnlyDictionary<string, Func<PluginContext, ISecretSource>> SecretSources =>
        All<SecretSourceRegistration>().ToDictionary(static source => source.Name, static source => source.Create);

    /// <summary>Its secret stores, by name.</summary>
    public IReadOnlyDictionary<string, Func<PluginContext, ISecretStore>> SecretStores =>
        All<SecretStoreRegistration>().ToDictionary(static store => store.Name, static store => store.Create);

    /// <summary>Its transports, by name.</summary>
    public IReadOnlyDictionary<string, TransportFactory> Transports =>
        All<TransportRegistration>().ToDictionary(static transport => transport.Name, static transport => transport.Open);

    /// <summary>Its message filters, by name.</summary>
    public IReadOnlyDictionary<string, Func<PluginContext, IMessageFilter?>> MessageFilters =>
        All<MessageFilterRegistration>().ToDictionary(static filter => filter.Name, static filter => filter.Create);

    /// <summary>Its logs, by name.</summary>
    public IReadOnlyDictionary<string, Func<PluginContext, ILogSink?>> LogSinks =>
        All<LogSinkRegistration>().ToDictionary(static log => log.Name, static log => log.Create);

    /// <summary>Its queues, by name.</summary>
    public IReadOnlyDictionary<string, Func<PluginContext, IMailQueue>> MailQueues =>
        All<MailQueueRegistration>().ToDictionary(static queue => queue.Name, static queue => queue.Create);

    /// <summary>What it registered of one kind.</summary>
    public IReadOnlyList<T> All<T>() where T : IRegistration => [.. Registrations.OfType<T>()];

    /// <summary>
    /// An account from lines of msmtprc, such as <c>host localhost</c>, read with this plugin's settings, the common ones and the
    /// connector's.
    /// </summary>
    /// <exception cref="FormatException">A command is unknown, its argument is invalid, or a check of the plugin fails.</exception>
    public MailAccount Account(string msmtprc)
    {
        ArgumentNullException.ThrowIfNull(msmtprc);
        var settings = new AccountSettingsBuilder();
        foreach (var line in msmtprc.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            Apply(line, settings);
        var account = new MailAccount(settings.Build()) { Name = "default" };
        return All<AccountCheckRegistration>().Select(rule => rule.Check(account.Settings)).FirstOrDefault(static fault => fault is not null) is { } fault
            ? throw new FormatException(fault)
            : account;
    }

    /// <summary>
    /// What a factory is given: an account from lines of msmtprc, its <c>password</c> as the only secret, the host's authenticator and
    /// shell, the default connector or the plugin's own, and a home directory that does not exist.
    /// </summary>
    /// <inheritdoc cref="Account" path="/exception"/>
    public PluginContext Context(string msmtprc)
    {
        var account = Account(msmtprc);
        return new PluginContext
        {
            Account = account,
            Secrets = new PasswordOnly(account),
            AuthenticatorFactory = PluginHosting.NewAuthenticator,
            Mechanisms = Mechanisms,
            ConnectorFactory = connectors[0].Create,
            Shell = PluginHosting.NewShell(),
            Environment = new PluginEnvironment { Home = "/nonexistent", SystemConfiguration = "/nonexistent" },
        };
    }

    void Apply(string line, AccountSettingsBuilder settings)
    {
        var words = line.Split((char[])[' ', '\t'], 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var spelling = others.Concat(Settings).SelectMany(static key => key.Spellings).FirstOrDefault(each => each.Name == words[0])
            ?? throw new FormatException($"there is no command {words[0]}");
        var text = words.Length > 1 ? words[1] : "";
        if (text is ['"', .., '"'])
            text = text[1..^1];
        var argument = new SettingArgument(text) { Mechanisms = [.. Mechanisms.Select(static mechanism => mechanism.Name)] };
        if (!spelling.TryApply(argument, settings))
            throw new FormatException($"the argument of {words[0]} is invalid: {text}");
    }
}

/// <summary>Knows the account's own password and nothing else.</summary>
sealed class PasswordOnly(MailAccount account) : ISecretLookup
{
    public ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken) =>
        new(query.Kind is SecretKind.Password or SecretKind.Token && query.Rejected is null ? account.Settings.Get(CommonSettings.Password) : null);

    public ValueTask ReportAsync(SecretQuery query, Secret secret, SecretVerdict verdict, CancellationToken cancellationToken) => default;
}
