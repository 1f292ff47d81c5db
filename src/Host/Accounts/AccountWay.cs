namespace Msmtp.Hosting;

/// <summary>
/// A way for the mails of an account besides its first server: another server of its own, or that of an account which it names. What it needs is
/// looked for when it is first tried.
/// </summary>
/// <param name="title">Its name for people: <c>account b</c>, or the name of a server.</param>
/// <param name="resolve">Makes what plugins are given for it.</param>
sealed class AccountWay(string title, Func<PluginContext> resolve) : IDisposable
{
    PluginContext? context;

    public string Title => title;

    /// <summary>The name of the account to which it belongs.</summary>
    public string? Account { get; init; }

    /// <summary>What plugins are given for it.</summary>
    /// <exception cref="MailException">Its settings do not go together.</exception>
    public PluginContext Context => context ??= resolve();

    /// <summary>The same way with a changed context. Its secrets stay this one's.</summary>
    public AccountWay Changed(Func<PluginContext, PluginContext> change) => new(title, () => change(Context)) { Account = Account };

    /// <summary>Zeroes its secrets, if it was tried.</summary>
    public void Dispose() => (context?.Secrets as SecretChain)?.Dispose();
}
