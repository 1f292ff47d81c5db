namespace Msmtp.Hosting;

/// <summary>The files that were read; null: there is no such file, or none was wanted.</summary>
sealed record AccountFiles(AccountFile? System, AccountFile? User)
{
    /// <summary>Nothing was read.</summary>
    public static AccountFiles None { get; } = new(null, null);

    /// <summary>Files that are there, could not be read, and were passed over as if they were not.</summary>
    public IReadOnlyList<UnreadFile> Unread { get; init; } = [];

    /// <summary>An account by name. One of the user's hides one of the system's entirely.</summary>
    public MailAccount? Find(string name) => User?.Find(name) ?? System?.Find(name);

    /// <summary>All accounts that can be found by name, the system's first, each file in its order.</summary>
    public IEnumerable<MailAccount> All
    {
        get
        {
            var hidden = User?.Accounts.Select(static account => account.Name).ToHashSet() ?? [];
            var system = System?.All.Where(account => !hidden.Contains(account.Name!)) ?? [];
            return system.Concat(User?.All ?? []);
        }
    }

    /// <summary>Where one has looked, as the end of a sentence.</summary>
    public string Places => (System, User) switch
    {
        ({ } system, { } user) => $" in {system.Path} and {user.Path}",
        ({ } only, null) => $" in {only.Path}",
        (null, { } only) => $" in {only.Path}",
        _ => ": no configuration file available",
    };
}

/// <summary>A msmtprc file that could not be read.</summary>
/// <param name="Path">Its name.</param>
/// <param name="Reason">What the system said.</param>
sealed record UnreadFile(string Path, string Reason);
