using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Msmtp.Hosting;

/// <summary>Builds a mailer from plugins, accounts and an environment. Not thread-safe.</summary>
public sealed class MailerBuilder
{
    readonly List<IPlugin> plugins = [];
    readonly List<MailAccount> accounts = [];
    readonly List<AccountCommands> written = [];
    readonly List<string> pluginNames = [];

    // Nearly every service of an application is requested through these, and they do not change.
    readonly List<AssemblyName> sharedAssemblies =
        [new("Microsoft.Extensions.DependencyInjection.Abstractions"), new("Microsoft.Extensions.Logging.Abstractions")];

    Func<TimeProvider, IPluginSource> pluginSource = static _ => NoPlugins.Instance;
    string? configuration;
    TimeProvider time = SystemClock.Instance;
    IServiceProvider? services;
    ConnectionPoolOptions poolOptions = new();
    string? defaultName;
    AccountSettings overrides = AccountSettings.Empty;
    ILoggerFactory? loggers;
    IMeterFactory? meters;
    Action<HostNotice> notify = static _ => { };

    /// <summary>Adds a plugin. The first one with a transport is the one that sends.</summary>
    public MailerBuilder AddPlugin(IPlugin plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        plugins.Add(plugin);
        return this;
    }

    /// <summary>
    /// Allows plugins from folders: those named here, and those that a msmtprc file names with its command <c>plugin</c>. They are
    /// loaded with the first mail; one that cannot be used fails every mail.
    /// </summary>
    /// <param name="folders">Where to look for <c>NAME/NAME.dll</c>, in this order; empty: where the command <c>msmtp</c> does.</param>
    /// <param name="names">The plugins to load whatever a msmtprc file says.</param>
    [RequiresUnreferencedCode("A plugin from a folder may use what trimming has taken away.")]
    [RequiresDynamicCode("A plugin from a folder is compiled when it runs.")]
    public MailerBuilder UsePluginFolders(IReadOnlyList<string> folders, params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(folders);
        ArgumentNullException.ThrowIfNull(names);
        var places = folders.Count > 0 ? folders : PluginPath.Of(new UserEnvironment());
        pluginSource = clock => new FolderPlugins(new PluginDirectory(places, [.. sharedAssemblies]), clock);
        pluginNames.AddRange(names);
        return this;
    }

    /// <summary>
    /// Gives plugins from folders the application's own types of these assemblies, so that they can request them from its services
    /// (<see cref="PluginContext.Services"/>). Otherwise a plugin has its own copy of everything but Msmtp.Abstractions, Msmtp.Text and the
    /// abstractions of dependency injection and logging (Microsoft.Extensions.*.Abstractions), and a type of a copy is a different type.
    /// What is shared has the application's version; a plugin that was compiled with a newer one keeps its own.
    /// </summary>
    public MailerBuilder SharePluginAssemblies(params IReadOnlyList<Assembly> assemblies)
    {
        ArgumentNullException.ThrowIfNull(assemblies);
        sharedAssemblies.AddRange(assemblies.Select(static assembly => assembly.GetName()));
        return this;
    }

    /// <summary>Adds an account that the application built itself; one named <c>default</c> is used for mails that name none.</summary>
    public MailerBuilder AddAccount(MailAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentException.ThrowIfNullOrEmpty(account.Name, nameof(account));
        accounts.Add(account);
        return this;
    }

    /// <summary>
    /// Adds an account by commands of msmtprc and their arguments: <c>host</c>, <c>tls</c> and so on. They are read with the first mail,
    /// because plugins from folders may have to be loaded before; a command that is wrong fails every mail, and <see
    /// cref="IMailer.ValidateAsync"/>.
    /// </summary>
    public MailerBuilder AddAccount(string name, IEnumerable<KeyValuePair<string, string>> commands)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(commands);
        written.Add(new AccountCommands(name, [.. commands]));
        return this;
    }

    /// <summary>Names the account for mails that name none, instead of <c>default</c>.</summary>
    public MailerBuilder UseDefaultAccount(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        defaultName = name;
        return this;
    }

    /// <summary>Sends every mail with this transport, whatever its account says.</summary>
    /// <param name="name">The name under which a plugin registers it.</param>
    public MailerBuilder UseTransport(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return UseSettings(AccountSettings.Empty.With(DeliverySettings.Transport, name));
    }

    /// <summary>Overrides settings of every account.</summary>
    public MailerBuilder UseSettings(AccountSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        overrides = overrides.With(settings);
        return this;
    }

    /// <summary>
    /// Sets where the mailer's log and measurements go, under the name <c>Msmtp</c>. Traces go to listeners of that name.
    /// </summary>
    /// <param name="loggerFactory">Creates the log; null: there is none.</param>
    /// <param name="meterFactory">Creates the meter; null: the mailer does.</param>
    public MailerBuilder UseTelemetry(ILoggerFactory? loggerFactory, IMeterFactory? meterFactory)
    {
        loggers = loggerFactory;
        meters = meterFactory;
        return this;
    }

    /// <summary>Also takes accounts from a msmtprc. It is read with the first mail; one that is wrong fails every mail.</summary>
    public MailerBuilder UseConfiguration(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        configuration = path;
        return this;
    }

    /// <summary>Uses another clock.</summary>
    public MailerBuilder UseTime(TimeProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        time = provider;
        return this;
    }

    /// <summary>
    /// Gives plugins the application's services, including plugins from folders (see <see cref="SharePluginAssemblies"/>).
    /// </summary>
    public MailerBuilder UseServices(IServiceProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        services = provider;
        return this;
    }

    /// <summary>Sets how connections are kept.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than one, or a time negative.</exception>
    public MailerBuilder UseConnectionPool(ConnectionPoolOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        poolOptions = options;
        return this;
    }

    /// <summary>Is called with what does not stop a mail but should be known, such as a log that cannot be written.</summary>
    public MailerBuilder OnNotice(Action<HostNotice> hear)
    {
        ArgumentNullException.ThrowIfNull(hear);
        notify = hear;
        return this;
    }

    /// <summary>Builds the mailer. Nothing is read or connected before the first mail.</summary>
    /// <exception cref="ArgumentException">Two plugins claim the same name.</exception>
    public IMailer Build()
    {
        var registry = PluginRegistry.Of([new CorePlugin(), .. plugins], pluginSource(time));
        var telemetry = new MailerTelemetry(loggers, meters, time);
        var environment = NewEnvironment(telemetry.Log);
        var known = new MailerAccounts(registry, environment)
        {
            Made = [.. accounts.Select(static account => new AccountDefinition(account.Name!, AccountSettings.Empty, account.Settings))],
            Written = [.. written],
            Configuration = configuration,
            PluginNames = [.. pluginNames],
            DefaultName = defaultName ?? new AccountRequest().DefaultName,
            Overrides = overrides,
        };
        return new Mailer(registry, environment, known, telemetry, poolOptions);
    }

    HostEnvironment NewEnvironment(ILogger log)
    {
        var user = new UserEnvironment();
        return new HostEnvironment
        {
            Environment = new PluginEnvironment { Home = user.Home, FullHostName = new FullHostName(user, time).AskAsync },
            User = user,
            Time = time,
            Services = services,
            Notify = notice =>
            {
                log.Notice(notice);
                notify(notice);
            },
        };
    }
}
