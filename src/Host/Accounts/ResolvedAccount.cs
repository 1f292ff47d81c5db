namespace Msmtp.Hosting;

/// <summary>
/// Resolves a request. Not a Func: with one of a ValueTask of a class, each start of the native command makes objects for 40 types more.
/// </summary>
/// <exception cref="MailException">There is no such account, or something is wrong with it or with the configuration.</exception>
delegate ValueTask<ResolvedAccount> AccountSource(AccountRequest request, CancellationToken cancellationToken);

/// <summary>An account that can be used now.</summary>
/// <param name="Context">What plugins are given for it.</param>
sealed record ResolvedAccount(PluginContext Context) : IDisposable
{
    public MailAccount Account => Context.Account;

    /// <summary>Where else its mails may go when its server cannot be reached, in order of preference; empty: nowhere.</summary>
    public IReadOnlyList<AccountWay> Others { get; init; } = [];

    /// <summary>The account with all its servers, as it is found again by its name and its settings.</summary>
    public MailAccount Written { get; init; } = Context.Account;

    /// <summary>Its secrets, zeroed in the end; null: each connection asks for its own.</summary>
    public SecretChain? Secrets { get; init; }

    /// <summary>Its settings as <c>--pretend</c> shows them: a password that was found early counts.</summary>
    public AccountSettings ShownSettings { get; init; } = Context.Account.Settings;

    /// <summary>
    /// The same request finds the same account: no pattern was replaced in it, no sender made, nothing taken from the environment.
    /// </summary>
    public bool IsCacheable { get; init; }

    /// <summary>The same account and ways, each with a changed context.</summary>
    public ResolvedAccount Changed(Func<PluginContext, PluginContext> change)
    {
        var others = new AccountWay[Others.Count];
        for (var i = 0; i < others.Length; i++)
            others[i] = Others[i].Changed(change);
        return this with { Context = change(Context), Others = others };
    }

    public void Dispose()
    {
        Secrets?.Dispose();
        for (var i = 0; i < Others.Count; i++)
            Others[i].Dispose();
    }
}
