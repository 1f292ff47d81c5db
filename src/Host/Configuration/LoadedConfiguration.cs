namespace Msmtp.Hosting;

/// <summary>What the system's msmtprc and the user's say; null: there is no such file, or none was wanted.</summary>
sealed record LoadedConfiguration(ConfigurationFile? System, ConfigurationFile? User)
{
    /// <summary>Nothing was read.</summary>
    public static LoadedConfiguration None { get; } = new(null, null);

    /// <summary>Files that exist but could not be read, and were ignored.</summary>
    public IReadOnlyList<UnreadFile> Unread { get; init; } = [];

    /// <summary>What is found to be wrong later is told by its line, too, and nothing of what is in it.</summary>
    public bool IsDiscreet { get; init; }

    /// <summary>An account by name. The user's hides one of the system's with the same name entirely.</summary>
    public MailAccount? Find(string name) => User?.Find(name) ?? System?.Find(name);

    /// <summary>All accounts that can be found by name, the system's first, each file's in its order.</summary>
    public IEnumerable<MailAccount> All
    {
        get
        {
            var hidden = User?.Accounts.Select(static account => account.Name).ToHashSet() ?? [];
            var system = System?.All.Where(account => !hidden.Contains(account.Name!)) ?? [];
            return system.Concat(User?.All ?? []);
        }
    }

    /// <summary>Where an account was looked for, as the end of a sentence.</summary>
    public string Places => (System, User) switch
    {
        ({ } system, { } user) => $" in {system.Path} and {user.Path}",
        ({ } only, null) => $" in {only.Path}",
        (null, { } only) => $" in {only.Path}",
        _ => ": no configuration file available",
    };
}

/// <summary>What one msmtprc says.</summary>
/// <param name="Path">Its name, as errors show it.</param>
/// <param name="Accounts">Its accounts, in its order.</param>
/// <param name="HoldsSecret">A command in it has a secret as its argument, even an empty one.</param>
sealed record ConfigurationFile(string Path, IReadOnlyList<AccountDefinition> Accounts, bool HoldsSecret)
{
    /// <summary>What stands in the place of a file for the accounts that an application made.</summary>
    public const string Application = "the application";

    /// <summary>The commands of the <c>eval</c> lines in a file that has the account; null: there is none. No file can set it.</summary>
    public static readonly SettingKey<string?> Evaluated = new("eval", null, SettingParsers.Text) { IsCommand = true };

    /// <summary>The commands of its <c>eval</c> lines, with line ends between them; null: it has none.</summary>
    public string? Commands { get; init; }

    /// <summary>What it is made of besides its own lines, a sentence each: what it includes, and where something was replaced. Without values.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>An account by name, ready for use; null: there is none.</summary>
    public MailAccount? Find(string name) =>
        Accounts.FirstOrDefault(definition => definition.Name == name) is { } found ? Ready(found) : null;

    /// <summary>The accounts ready for use, in the file's order.</summary>
    public IEnumerable<MailAccount> All => Accounts.Select(Ready);

    MailAccount Ready(AccountDefinition definition) =>
        new(Commands is null ? definition.Settings : definition.Settings.With(Evaluated, Commands)) { Name = definition.Name, File = Path };
}

/// <summary>A msmtprc that could not be read.</summary>
/// <param name="Path">Its name.</param>
/// <param name="Reason">What the system said.</param>
sealed record UnreadFile(string Path, string Reason)
{
    /// <summary>It is the system's, not the user's own.</summary>
    public bool IsSystem { get; init; }
}
