using System.Diagnostics.CodeAnalysis;

namespace Msmtp.Hosting;

/// <summary>Puts a mailer together: plugins, accounts, the world around it. Not thread-safe.</summary>
public sealed class MailerBuilder
{
    readonly List<IPlugin> plugins = [];
    readonly List<Account> accounts = [];
    readonly List<string> pluginNames = [];
    Func<TimeProvider, IPluginSource> pluginSource = static _ => NoPlugins.Instance;
    string? configuration;
    TimeProvider time = SystemClock.Instance;
    IServiceProvider? services;
    LinkOptions linkOptions = new();
    Action<string> notify = static _ => { };

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
        var directory = new PluginDirectory(folders.Count > 0 ? folders : PluginPath.Of(new UserEnvironment()));
        pluginSource = clock => new FolderPlugins(directory, clock);
        pluginNames.AddRange(names);
        return this;
    }

    /// <summary>Adds an account that the application put together itself; one named <c>default</c> is used where a mail names none.</summary>
    public MailerBuilder AddAccount(Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentException.ThrowIfNullOrEmpty(account.Name, nameof(account));
        accounts.Add(account);
        return this;
    }

    /// <summary>Takes accounts from a msmtprc file too. It is read with the first mail; one that is wrong fails every mail.</summary>
    public MailerBuilder UseConfiguration(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        configuration = path;
        return this;
    }

    /// <summary>Takes the time from elsewhere.</summary>
    public MailerBuilder UseTime(TimeProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        time = provider;
        return this;
    }

    /// <summary>Gives plugins the application's services.</summary>
    public MailerBuilder UseServices(IServiceProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        services = provider;
        return this;
    }

    /// <summary>Says how connections are kept.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than one, or a time negative.</exception>
    public MailerBuilder UseLinks(LinkOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        linkOptions = options;
        return this;
    }

    /// <summary>Hears what does not stop a mail but should be known, such as a log that cannot be written.</summary>
    public MailerBuilder OnNotice(Action<string> hear)
    {
        ArgumentNullException.ThrowIfNull(hear);
        notify = hear;
        return this;
    }

    /// <summary>Makes the mailer. Nothing is read or connected before the first mail.</summary>
    /// <exception cref="ArgumentException">Two plugins claim the same name.</exception>
    public IMailer Build()
    {
        var user = new UserEnvironment();
        var world = new World
        {
            Surroundings = new Surroundings { Home = user.Home },
            User = user,
            Time = time,
            Services = services,
            Notify = notify,
        };
        var own = new AccountFile("the application", [.. accounts.Select(Definition)], HoldsSecret: false);
        return new Mailer(PluginRegistry.Of(plugins, pluginSource(time)), world, own, new LinkPool(linkOptions, time)) { Configuration = configuration, PluginNames = [.. pluginNames] };
    }

    static AccountDefinition Definition(Account account) => new(account.Name!, Settings.Empty, account.Settings);
}
