namespace Msmtp.Hosting;

/// <summary>
/// The domains of this system (<c>alias_domains</c>): an address in one of them is looked up in the aliases file by its local part, as a name
/// without a domain is. Used for one mail.
/// </summary>
/// <param name="settings">The account's.</param>
/// <param name="isThisHost">Whether a domain is a name of this machine. Asked only if the account wants to know, and no other domain fits.</param>
sealed class AliasDomains(AccountSettings settings, Func<string, bool> isThisHost)
{
    /// <summary>The word for the names of this machine.</summary>
    const string ThisHost = "this_host";

    public static readonly SettingKey<string?> Setting = new(
        "alias_domains", null, Parse, option: new SettingOption("alias-domains", ArgumentRule.Required)
        {
            Rank = SettingOption.FirstOwnRank + 53,
            HelpArgument = "=[domains]",
            Help = ["set/unset the domains whose addresses have", "aliases; this_host: the names of this machine"],
        })
    {
        Allowed = $"{ThisHost} and domains with blanks between them",
        Display = new SettingDisplay(435) { IsAboutMail = true, IsHiddenWhenUnset = true },
    };

    /// <summary>Only names without a domain have aliases, as in msmtp.</summary>
    public static AliasDomains None => new(AccountSettings.Empty, static _ => false);

    readonly string? words = settings.Get(Setting);
    // Most recipients have the domain of the one before.
    string? latest;
    bool isLatestOurs;

    /// <summary>The name to look up; null: it is an address somewhere else.</summary>
    public string? NameOf(string recipient)
    {
        var at = recipient.LastIndexOf('@');
        if (at < 0)
            return recipient;
        return words is not null && at > 0 && IsOurs(recipient[(at + 1)..]) ? recipient[..at] : null;
    }

    bool IsOurs(string domain)
    {
        if (latest != domain)
            (latest, isLatestOurs) = (domain, IsNamed(domain));
        return isLatestOurs;
    }

    bool IsNamed(string domain)
    {
        var isHostAsked = false;
        for (ReadOnlySpan<char> rest = words; SettingWords.TryTake(ref rest, out var word);)
        {
            if (word is ThisHost)
                isHostAsked = true;
            else if (DomainText.AreSame(word.ToString(), domain))
                return true;
        }
        return isHostAsked && isThisHost(domain.TrimEnd('.'));
    }

    static bool Parse(SettingArgument argument, out string? value)
    {
        value = argument.Text.Length > 0 ? argument.Text : null;
        var count = 0;
        for (ReadOnlySpan<char> rest = value; SettingWords.TryTake(ref rest, out var word); count++)
            if (word is not ThisHost && !DomainText.IsDomain(word.ToString()))
                return false;
        return value is null || count > 0;
    }
}
