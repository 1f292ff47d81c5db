namespace Msmtp.Hosting;

/// <summary>Finds the account that is wanted and makes it ready to be used.</summary>
/// <exception cref="MailException">There is none, or something is wrong with it or with the files that it is looked for in.</exception>
delegate ValueTask<ReadyAccount> AccountSource(AccountRequest wanted, CancellationToken cancellationToken);

/// <summary>An account that can be used now.</summary>
/// <param name="Context">What plugins are given for it.</param>
sealed record ReadyAccount(PluginContext Context) : IDisposable
{
    public MailAccount Account => Context.Account;

    /// <summary>Its secrets, zeroed in the end; null: each connection asks for its own.</summary>
    public SecretChain? Secrets { get; init; }

    /// <summary>Its settings as <c>--pretend</c> shows them: a password that was found early counts.</summary>
    public AccountSettings ShownSettings { get; init; } = Context.Account.Settings;

    public void Dispose() => Secrets?.Dispose();
}
