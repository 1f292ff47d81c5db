using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>
/// Finds the ways of the mails of an account: its servers (<c>host</c>), and then those of the accounts in its <c>failover</c>. What these have
/// in theirs is not followed, so that there is no circle. Nothing here does I/O before a way is tried.
/// </summary>
/// <param name="configuration">Where the accounts are.</param>
/// <param name="plugins">What there is to set.</param>
/// <param name="complete">Makes an account usable, and what plugins are given for it.</param>
sealed class AccountWays(LoadedConfiguration configuration, PluginRegistry plugins, Func<MailAccount, PluginContext> complete)
{
    /// <summary>Makes the service of this system the server of an account whose mails it sends.</summary>
    public Func<MailAccount, MailAccount> HandOver { get; init; } = static account => account;

    /// <summary>The account has more than one way.</summary>
    public static bool AreSeveral(MailAccount account) =>
        account.Settings.Get(FailoverSettings.Accounts) is not null || CommonSettings.HostsOf(account.Settings).Count > 1;

    /// <summary>The account with its first server only, which is what plugins know.</summary>
    public static MailAccount First(MailAccount account) =>
        CommonSettings.HostsOf(account.Settings) is [var first, _, ..] ? At(account, first) : account;

    /// <summary>All ways but the first, in order of preference.</summary>
    /// <param name="account">The account, ready for use, with all its servers.</param>
    /// <param name="common">Settings that override those of every account.</param>
    /// <exception cref="MailException">There is no account with one of the names; the message says where they are written.</exception>
    public List<AccountWay> Others(MailAccount account, AccountSettings common)
    {
        var ways = new List<AccountWay>();
        var hosts = CommonSettings.HostsOf(account.Settings);
        for (var i = 1; i < hosts.Count; i++)
        {
            var next = At(account, hosts[i]);
            ways.Add(new AccountWay(hosts[i], () => complete(next)) { Account = account.Name });
        }
        foreach (var name in FailoverSettings.NamesIn(account.Settings))
            if (name != account.Name)
                AddServers(ways, Find(account, name), account, common);
        return ways;
    }

    void AddServers(List<AccountWay> ways, MailAccount other, MailAccount first, AccountSettings common)
    {
        other = HandOver(other with { Settings = other.Settings.With(common) });
        var hosts = CommonSettings.HostsOf(other.Settings);
        if (hosts.Count < 2)
            ways.Add(new AccountWay($"account {other.Name}", () => complete(Frozen(other, first))) { Account = other.Name });
        else
            foreach (var host in hosts)
                ways.Add(new AccountWay($"account {other.Name} at {host}", () => complete(At(Frozen(other, first), host))) { Account = other.Name });
    }

    MailAccount Find(MailAccount account, string name) =>
        FileOf(account) is { } file && file.Find(name) is { } found ? found
        : account.File == ConfigurationFile.Application && configuration.Find(name) is { } ofFile ? ofFile
        : throw NotFound(account, name);

    // A name in a file means the same whoever else has a file.
    ConfigurationFile? FileOf(MailAccount account) =>
        account.File is null ? null : account.File == configuration.User?.Path ? configuration.User : account.File == configuration.System?.Path ? configuration.System : null;

    MailException NotFound(MailAccount account, string name)
    {
        var command = FailoverSettings.Accounts.Name;
        var place = account.Settings.Get(FailoverSettings.Place) ?? account.Title;
        if (configuration.IsDiscreet)
            return new MailException(ExitCode.Config, DeliveryStage.Configure, $"{Discreet(account, place)} cannot be used");
        var where = place is null ? "" : $"{place}: ";
        var names = FileOf(account)?.Accounts.Select(static other => other.Name).Where(other => other != account.Name).ToList() ?? [];
        return new MailException(ExitCode.Config, DeliveryStage.Configure, $"{where}account {PrintableText.Text(name)} of command {command} not found")
        {
            Advice = account.File is null ? $"{command} names accounts of a file, and this account is in none" : SettingAdvice.Account(name, names),
        };
    }

    // Not even the name of a file that is included.
    static string? Discreet(MailAccount account, string? place) =>
        place?.StartsWith($"{account.File}: ", StringComparison.Ordinal) == true ? place : account.File;

    // The mail is made once, by its own account: what the other one gives is the way.
    MailAccount Frozen(MailAccount other, MailAccount first)
    {
        var settings = new AccountSettingsBuilder(other.Settings);
        foreach (var key in plugins.Settings)
            if (key.Display is { IsAboutMail: true } || key == DeliverySettings.TemporaryFailures)
                settings.Copy(key, first.Settings);
        return other with { Settings = settings.Build() };
    }

    static MailAccount At(MailAccount account, string host) => account with { Settings = account.Settings.With(CommonSettings.Host, host) };
}
