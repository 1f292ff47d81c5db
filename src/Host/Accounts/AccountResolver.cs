namespace Msmtp.Hosting;

/// <summary>
/// Turns the configuration into an account that can be used, the same way for the command and for applications: finds the account, replaces
/// its patterns and checks its settings.
/// </summary>
/// <param name="plugins">What there is to set and to ask.</param>
/// <param name="environment">Everything outside.</param>
/// <param name="tell">Hears how the account was found, in msmtp's words.</param>
sealed class AccountResolver(PluginRegistry plugins, HostEnvironment environment, Action<string> tell)
{
    /// <summary>The complaint about a mail whose header names no sender although it was to be taken from there.</summary>
    public const string NoSenderInMail = "no envelope from address found";

    const string NoSenderInAccount = "envelope-from address is missing";

    /// <summary>The folder to which paths are relative, and in which commands run; null: the one in which the program runs.</summary>
    public string? Folder { get; init; }

    readonly Patterns patterns = new(environment.User, environment.Environment);

    /// <summary>Finds the account and checks it. Its secrets are looked up when a connection is opened.</summary>
    /// <exception cref="MailException">There is no such account, or its settings do not go together.</exception>
    public ResolvedAccount Resolve(LoadedConfiguration configuration, AccountRequest request)
    {
        var written = Find(configuration, request);
        var account = Expand(written, request.MailSender);
        Check(account, request);
        return new ResolvedAccount(ContextFor(AccountWays.First(account)))
        {
            Others = OtherWays(configuration, account, request, static context => context),
            Written = account,
            ShownSettings = account.Settings,
            // Without a file it is the environment's.
            IsCacheable = account.File is not null && ReferenceEquals(account.Settings, written.Settings),
        };
    }

    /// <summary>
    /// Finds the account, asks the early sources of secrets and checks the account: in msmtp's order, for a program that sends one mail.
    /// </summary>
    /// <exception cref="MailException">
    /// There is no such account, a source that should know its secret fails, or its settings do not go together.
    /// </exception>
    public async ValueTask<ResolvedAccount> ResolveWithSecretsAsync(
        LoadedConfiguration configuration, AccountRequest request, CancellationToken cancellationToken)
    {
        var account = Expand(Find(configuration, request), request.MailSender);
        var context = ContextFor(AccountWays.First(account));
        var secrets = new SecretChain(plugins, context) { UsesAccountOnce = environment.UsesAccountsOnce && !AccountWays.AreSeveral(account) };
        try
        {
            var early = await secrets.AskEarlyAsync(cancellationToken).ConfigureAwait(false);
            Check(account, request);
            var others = OtherWays(configuration, account, request, WithSecrets);
            if (account.Title is { } title)
                tell($"using {title}");
            return new ResolvedAccount(context with { Secrets = secrets })
            {
                Secrets = secrets,
                Others = others,
                Written = account,
                ShownSettings = early is null ? account.Settings : account.Settings.With(CommonSettings.Password, early),
            };
        }
        catch
        {
            secrets.Dispose();
            throw;
        }
    }

    /// <summary>What a plugin's factory is given for an account. It has no secrets: where some are needed, a chain is added.</summary>
    public PluginContext ContextFor(MailAccount account) => new()
    {
        Account = account,
        Secrets = NoSecrets.Instance,
        AuthenticatorFactory = static context => new Authenticator(context),
        Mechanisms = plugins.Mechanisms,
        MechanismPreferences = plugins.MechanismPreferences,
        SecretSources = plugins.SecretFacts,
        SecretStoreFactory = plugins.OpenSecretStore,
        ConnectorFactory = plugins.ConnectorFactory,
        Io = environment.Io,
        Trace = environment.Trace,
        Notify = environment.Notify,
        Shell = environment.Shell.In(Folder).Within(account.Settings.Get(CommonSettings.Timeout)),
        Environment = environment.Environment,
        CreateSpool = environment.CreateSpool,
        Time = environment.Time,
        Services = environment.Services,
        WithholdSystemStore = environment.WithholdSystemStore,
    };

    /// <summary>Makes the checks that need no server, in msmtp's order: where to, from whom, how.</summary>
    /// <exception cref="MailException">The settings do not go together; the message names account and file.</exception>
    public void Check(MailAccount account, AccountRequest request)
    {
        var sender = account.Settings.Get(CommonSettings.From);
        var isSending = request.Purpose == AccountPurpose.Send;
        var transport = TransportChoice.Of(plugins, account.Settings);
        var noServer = transport is null ? null : TransportChoice.Fault(transport, account.Settings);
        if (isSending && sender is null && noServer is null)
            throw NoSender(account);
        if (noServer is not null)
            throw Refused(account, noServer);
        if (account.Settings.Get(CommonSettings.Socket) is not null && HasSeveralServers(account))
            throw Refused(account, "host names several servers, and socket one");
        if (ConnectorChoice.FaultOf(plugins.Connectors, account.Settings) is { } undecided)
            throw Refused(account, undecided);
        foreach (var rule in plugins.Checks)
        {
            if (rule.Check(account.Settings) is { } wrong)
                throw Refused(account, wrong);
        }
        if (transport?.Check?.Invoke(account.Settings) is { } unfit)
            throw Refused(account, unfit);
        if (!isSending)
            return;
        if (sender is null)
            throw NoSender(account);
        // What is left of the pattern would be sent as an address.
        if (request.MailSender is null && sender.Contains("%F", StringComparison.Ordinal))
            throw new MailException(ExitCode.Usage, DeliveryStage.Configure, NoSenderInMail);
    }

    // Nobody is asked for a secret before it is needed. One that several servers may ask for is not used up by the first.
    PluginContext WithSecrets(PluginContext context) => context with { Secrets = new SecretChain(plugins, context) };

    List<AccountWay> OtherWays(
        LoadedConfiguration configuration, MailAccount account, AccountRequest request, Func<PluginContext, PluginContext> complete)
    {
        if (!AccountWays.AreSeveral(account))
            return [];
        var asked = request with { Purpose = AccountPurpose.Ask };
        if (request.Overrides.Has(FailoverSettings.Accounts))
            account = account with { Settings = account.Settings.With(FailoverSettings.Place, $"--{FailoverSettings.Accounts.Name}") };
        return new AccountWays(configuration, plugins, Complete) { HandOver = OfService }.Others(account, request.CommonOverrides);

        PluginContext Complete(MailAccount other)
        {
            var expanded = (other.Name, other.File) == (account.Name, account.File) ? other : Expand(other, request.MailSender);
            Check(expanded, asked);
            return complete(ContextFor(expanded));
        }
    }

    MailAccount OfService(MailAccount account) =>
        environment.IsQueueService ? account : HandOverToService.Of(account, AccountSettings.Empty, environment.User);

    static bool HasSeveralServers(MailAccount account) => CommonSettings.HostsOf(account.Settings).Count > 1;

    /// <summary>The failure of a mail without a sender.</summary>
    public static MailException NoSender(MailAccount account) => new(Refused(account, NoSenderInAccount).Failure with
    {
        Advice = "write \"from\" and your mail address at this server, or give it with -f",
    });

    MailAccount Find(LoadedConfiguration configuration, AccountRequest request)
    {
        var account = new AccountSearch(configuration, environment.User, tell) { Service = environment.IsQueueService ? null : HandOverToService.DefaultSocket }.Find(request);
        return environment.IsQueueService ? account : HandOverToService.Of(account, request.Overrides, environment.User);
    }

    // Patterns are replaced, and paths made absolute where their folder is another one; auto_from, which is obsolete, makes the reverse-path.
    MailAccount Expand(MailAccount account, string? mailSender)
    {
        var expanded = patterns.For(mailSender).Expand(account, plugins.Settings);
        if (Folder is not null)
            expanded = expanded with { Settings = RelativeSettings.In(Folder, expanded.Settings, plugins.Settings) };
        if (!expanded.Settings.Get(EnvelopeSettings.AutoFrom))
            return expanded;
        var domain = expanded.Settings.Get(EnvelopeSettings.MailDomain);
        var user = environment.User.UserName;
        var sender = string.IsNullOrEmpty(domain) ? user : $"{user}@{domain}";
        return expanded with { Settings = expanded.Settings.With(CommonSettings.From, sender) };
    }

    static MailException Refused(MailAccount account, string wrong)
    {
        var prefix = account.Title is { } title ? title + ": " : "";
        return new MailException(ExitCode.Config, DeliveryStage.Configure, prefix + wrong);
    }
}
