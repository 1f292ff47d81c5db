namespace Msmtp.Hosting;

/// <summary>Puts a mailer together: plugins, accounts, the world around it. Not thread-safe.</summary>
public sealed class MailerBuilder
{
    readonly List<IPlugin> plugins = [];
    readonly List<Account> accounts = [];
    string? configuration;
    TimeProvider time = SystemClock.Instance;
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
        return new Mailer(PluginRegistry.Of(plugins), world, configuration, own);
    }

    static AccountDefinition Definition(Account account) => new(account.Name!, Settings.Empty, account.Settings);
}
