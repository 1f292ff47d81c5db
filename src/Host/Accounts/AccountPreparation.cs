namespace Msmtp.Hosting;

/// <summary>Makes a chosen account ready: patterns replaced, the obsolete automatic reverse-path made, the rules checked.</summary>
sealed class AccountPreparation(PluginRegistry plugins, Patterns patterns, UserEnvironment user)
{
    /// <summary>The complaint about a mail that names no sender where its sender is wanted.</summary>
    public const string NobodySends = "no envelope from address found";

    const string SenderMissing = "envelope-from address is missing";

    /// <param name="account">The account as it was chosen.</param>
    /// <param name="mailSender">Whom the mail names as its sender; null: nobody.</param>
    public MailAccount Expand(MailAccount account, string? mailSender)
    {
        var expanded = patterns.For(mailSender).Expand(account, plugins.Settings);
        if (!expanded.Settings.Get(EnvelopeSettings.AutoFrom))
            return expanded;
        var domain = expanded.Settings.Get(EnvelopeSettings.MailDomain);
        var sender = string.IsNullOrEmpty(domain) ? user.UserName : $"{user.UserName}@{domain}";
        return expanded with { Settings = expanded.Settings.With(CommonSettings.From, sender) };
    }

    /// <exception cref="MailException">The settings do not go together; the message names account and file.</exception>
    public void Check(MailAccount account, AccountRequest request)
    {
        var sender = account.Settings.Get(CommonSettings.From);
        var isSending = request.Use == AccountUse.Send;
        // Where to, from whom, how: the order in which msmtp looks.
        var transport = TransportChoice.Of(plugins, account.Settings);
        var noServer = transport is null ? null : TransportChoice.Fault(transport, account.Settings);
        if (isSending && sender is null && noServer is null)
            throw NoSender(account);
        if (noServer is not null)
            throw Refused(account, noServer);
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
            throw new MailException(ExitCode.Usage, DeliveryStage.Configure, NobodySends);
    }

    /// <summary>Nobody has said who sends.</summary>
    public static MailException NoSender(MailAccount account) => new(Refused(account, SenderMissing).Failure with
    {
        Advice = "write \"from\" and your mail address at this server, or give it with -f",
    });

    static MailException Refused(MailAccount account, string wrong)
    {
        var prefix = account.Title is { } title ? title + ": " : "";
        return new MailException(ExitCode.Config, DeliveryStage.Configure, prefix + wrong);
    }
}
