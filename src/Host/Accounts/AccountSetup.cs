namespace Msmtp.Hosting;

/// <summary>From the configuration to an account that is ready to be used, the same way for the command and for applications.</summary>
/// <param name="plugins">What there is to set and to ask.</param>
/// <param name="environment">Everything outside.</param>
/// <param name="tell">Hears how the account was chosen, in msmtp's words.</param>
sealed class AccountSetup(PluginRegistry plugins, HostEnvironment environment, Action<string> tell)
{
    readonly AccountPreparation preparation = new(plugins, new Patterns(environment.User, environment.Environment), environment.User);

    /// <summary>Chooses the account, replaces patterns and checks the rules. Who opens a connection asks for its secrets.</summary>
    /// <exception cref="MailException">There is no such account, or the settings do not go together.</exception>
    public ChosenAccount Choose(AccountFiles files, AccountRequest request)
    {
        var chosen = Find(files, request);
        preparation.Check(chosen.Account, request);
        return chosen;
    }

    /// <summary>
    /// Chooses the account, replaces patterns, asks the early sources of secrets and checks the rules: in msmtp's order, for a program that
    /// sends one mail.
    /// </summary>
    /// <exception cref="MailException">There is no such account, a source that was told to know fails, or the settings do not go together.</exception>
    public async ValueTask<ReadyAccount> PrepareAsync(AccountFiles files, AccountRequest request, CancellationToken cancellationToken)
    {
        var account = Find(files, request).Account;
        var context = environment.ContextFor(account, plugins);
        var secrets = new SecretChain(plugins, context) { UsesAccountOnce = environment.UsesAccountsOnce };
        try
        {
            var early = await secrets.AskEarlyAsync(cancellationToken).ConfigureAwait(false);
            preparation.Check(account, request);
            if (account.Title is { } title)
                tell($"using {title}");
            return new ReadyAccount(context with { Secrets = secrets })
            {
                Secrets = secrets,
                ShownSettings = early is null ? account.Settings : account.Settings.With(CommonSettings.Password, early),
            };
        }
        catch
        {
            secrets.Dispose();
            throw;
        }
    }

    ChosenAccount Find(AccountFiles files, AccountRequest request)
    {
        var written = new AccountChoice(files, environment.User, tell).Choose(request);
        var account = preparation.Expand(written, request.MailSender);
        // Without a file it is the environment's.
        return new ChosenAccount(account, IsSettled: account.File is not null && ReferenceEquals(account.Settings, written.Settings));
    }
}

/// <summary>An account that was found.</summary>
/// <param name="Account">The account.</param>
/// <param name="IsSettled">Whoever wants the same finds the same: no pattern was replaced in it, nor a sender made.</param>
readonly record struct ChosenAccount(MailAccount Account, bool IsSettled);
