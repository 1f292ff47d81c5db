namespace Msmtp.Hosting;

/// <summary>Puts a mailer together: plugins, accounts, the world around it. Not thread-safe; <see cref="BuildAsync"/> may be called once or more.</summary>
public sealed class MailerBuilder
{
    readonly List<IPlugin> plugins = [];
    readonly List<Account> accounts = [];
    string? configuration;
    TimeProvider time = TimeProvider.System;
    IServiceProvider? services;
    Action<string> notify = static _ => { };

    /// <summary>Adds a plugin. The first one with a transport is the one that sends.</summary>
    public MailerBuilder AddPlugin(IPlugin plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        plugins.Add(plugin);
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

    /// <summary>Reads accounts from a msmtprc file. It is read when the mailer is built; one that is wrong fails the building.</summary>
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

    /// <summary>Hears what does not stop a mail but should be known, such as a log that cannot be written.</summary>
    public MailerBuilder OnNotice(Action<string> hear)
    {
        ArgumentNullException.ThrowIfNull(hear);
        notify = hear;
        return this;
    }

    /// <summary>Makes the mailer.</summary>
    /// <exception cref="MailException">The configuration cannot be read, or is wrong; the message names file and line.</exception>
    /// <exception cref="ArgumentException">Two plugins claim the same name.</exception>
    public async ValueTask<IMailer> BuildAsync(CancellationToken ct)
    {
        var registry = PluginRegistry.Of(plugins);
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
        return new Mailer(registry, world, new AccountFiles(await ReadAsync(registry, world, ct).ConfigureAwait(false), own));
    }

    async ValueTask<AccountFile?> ReadAsync(PluginRegistry registry, World world, CancellationToken ct)
    {
        if (configuration is null)
            return null;
        var reader = new ConfigurationReader(registry, world.Shell, world.User.Home);
        return await new ConfigurationFiles(reader, world.User, world.Surroundings).ReadNamedAsync(configuration, ct).ConfigureAwait(false);
    }

    static AccountDefinition Definition(Account account) => new(account.Name!, Settings.Empty, account.Settings);
}
