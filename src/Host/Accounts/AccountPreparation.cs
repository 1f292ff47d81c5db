namespace Msmtp.Hosting;

/// <summary>Makes a chosen account ready: patterns replaced, the obsolete automatic reverse-path made, the rules checked.</summary>
sealed class AccountPreparation(PluginRegistry plugins, Patterns patterns, UserEnvironment user)
{
    public Account Expand(Account account)
    {
        var expanded = patterns.Expand(account, plugins.Settings);
        if (!expanded.Settings.Get(EnvelopeSettings.AutoFrom))
            return expanded;
        var domain = expanded.Settings.Get(EnvelopeSettings.MailDomain);
        var sender = string.IsNullOrEmpty(domain) ? user.UserName : $"{user.UserName}@{domain}";
        return expanded with { Settings = expanded.Settings.With(CommonSettings.From, sender) };
    }

    /// <exception cref="MailException">The settings do not go together; the message names account and file.</exception>
    public void Check(Account account, AccountUse use)
    {
        foreach (var check in plugins.Checks)
        {
            if (check(account.Settings) is { } wrong)
                throw Refused(account, wrong);
        }
        if (use == AccountUse.Send && account.Settings.Get(CommonSettings.From) is null)
            throw Refused(account, "envelope-from address is missing");
    }

    static MailException Refused(Account account, string wrong)
    {
        var prefix = account.Title is { } title ? title + ": " : "";
        return new MailException(ExitCode.Config, DeliveryStage.Configure, prefix + wrong);
    }
}
