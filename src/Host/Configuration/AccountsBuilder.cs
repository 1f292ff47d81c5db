namespace Msmtp.Hosting;

/// <summary>
/// Builds the accounts of one file from its lines, one at a time. A line that is wrong throws <see cref="InvalidDataException"/> with
/// msmtp's message. Nothing here does I/O.
/// </summary>
sealed class AccountsBuilder(PluginRegistry plugins, string home)
{
    const string ImplicitAccount = "default";

    readonly List<AccountDefinition> finished = [];
    readonly Dictionary<string, AccountDefinition> byName = [];
    readonly AccountSettingsBuilder defaults = new();
    OpenAccount? open;
    bool inDefaults;

    sealed record OpenAccount(string Name, AccountSettings Defaults, AccountSettingsBuilder Own)
    {
        public static OpenAccount OfNone => new("", AccountSettings.Empty, new AccountSettingsBuilder());

        public AccountDefinition Finish() => new(Name, Defaults, Own.Build());
    }

    /// <summary>The accounts so far that others can inherit from.</summary>
    public IReadOnlyCollection<string> Names => byName.Keys;

    /// <summary>A line held a secret. Whoever reads another file in between begins anew.</summary>
    public bool HoldsSecret { get; set; }

    public void Add(ConfigurationLine line)
    {
        switch (line.Command)
        {
            case "account":
                StartAccount(line.Argument);
                break;
            case "defaults":
                StartDefaults(line.Argument);
                break;
            default:
                Set(line);
                break;
        }
    }

    public IReadOnlyList<AccountDefinition> Finish()
    {
        FinishAccount();
        return finished;
    }

    void StartDefaults(string argument)
    {
        if (argument.Length > 0)
            throw new InvalidDataException("command defaults does not take an argument");
        FinishAccount();
        inDefaults = true;
    }

    void StartAccount(string argument)
    {
        FinishAccount();
        inDefaults = false;
        // Where wrong lines are passed over, what stands below one that should begin an account belongs to none.
        open = OpenAccount.OfNone;
        var colon = argument.IndexOf(':');
        var name = colon < 0 ? argument : OneOfMany(argument[..colon]);
        var own = new AccountSettingsBuilder();
        foreach (var parent in colon < 0 ? [] : argument[(colon + 1)..].Split(','))
            own.Set(Inherited(OneOfMany(parent)));
        RequireNewName(name);
        open = new OpenAccount(name, defaults.Build(), own);
    }

    // A name in a list may have blanks around it, and quotes of its own.
    static string OneOfMany(string name) => ConfigurationLine.Unquoted(name.AsSpan().Trim(" \t")).ToString();

    AccountSettings Inherited(string parent)
    {
        if (parent.Length == 0)
            throw new InvalidDataException("missing account name");
        return byName.GetValueOrDefault(parent)?.Own ?? throw new InvalidDataException($"account {parent} not (yet) defined");
    }

    void RequireNewName(string name)
    {
        if (name.Length == 0)
            throw new InvalidDataException("missing account name");
        if (name.AsSpan().ContainsAny(':', ','))
            throw new InvalidDataException("an account name must not contain colons or commas");
        if (byName.ContainsKey(name))
            throw new InvalidDataException($"account {name} was already defined");
    }

    void Set(ConfigurationLine line)
    {
        var spelling = plugins.FindCommand(line.Command) ?? throw new InvalidDataException($"unknown command {line.Command}");
        HoldsSecret |= spelling.Setting.IsSecret;
        RequireArgument(spelling, hasArgument: !line.Octets.IsEmpty);
        var written = spelling.Setting.IsSecret ? new SettingArgument(line.Octets) : new SettingArgument(line.Argument);
        var argument = written with { Origin = SettingOrigin.File, Home = home, Mechanisms = plugins.MechanismNames };
        if (!SettingReading.TryApply(spelling, argument, TargetOf(spelling)))
        {
            var shown = spelling.Setting.IsSecret ? "***" : written.Text;
            throw new InvalidDataException($"invalid argument {shown} for command {line.Command}");
        }
        if (spelling.Setting == FailoverSettings.Accounts)
            CheckFailover(spelling, line);
    }

    // The other accounts may be defined further down. An account that is named in defaults, or by one that this one inherits from, is no mistake.
    void CheckFailover(SettingSpelling spelling, ConfigurationLine line)
    {
        var target = TargetOf(spelling).Set(FailoverSettings.Place, line.Place);
        if (!inDefaults && open is { Name: var name } && FailoverSettings.NamesIn(target.Build()).Contains(name))
            throw new InvalidDataException($"account {name} cannot take its own place");
    }

    static void RequireArgument(SettingSpelling spelling, bool hasArgument)
    {
        if (spelling.Argument == ArgumentRule.Required && !hasArgument)
            throw new InvalidDataException($"command {spelling.Name} needs an argument");
        if (spelling.Argument == ArgumentRule.None && hasArgument)
            throw new InvalidDataException($"command {spelling.Name} does not take an argument");
    }

    // Settings before the first account or defaults line form an account of their own. What is said of the whole file forms none.
    AccountSettingsBuilder TargetOf(SettingSpelling spelling)
    {
        if (inDefaults || open is null && spelling.Setting == SendmailOptions.Strict)
            return defaults;
        open ??= new OpenAccount(ImplicitAccount, defaults.Build(), new AccountSettingsBuilder());
        return open.Own;
    }

    void FinishAccount()
    {
        if (open is null)
            return;
        var account = open.Finish();
        open = null;
        if (account.Name.Length == 0)
            return;
        finished.Add(account);
        byName.Add(account.Name, account);
    }
}

/// <summary>An account as msmtprc defines it.</summary>
/// <param name="name">Its name.</param>
/// <param name="defaults">The defaults in force where it stands; they are not passed on to accounts that inherit.</param>
/// <param name="own">What it sets itself, or inherits from others that did.</param>
sealed class AccountDefinition(string name, AccountSettings defaults, AccountSettings own)
{
    public string Name => name;

    public AccountSettings Own => own;

    /// <summary>Everything that applies to it. Merged once: every mail of an application needs it.</summary>
    public AccountSettings Settings => field ??= defaults.With(own);
}
