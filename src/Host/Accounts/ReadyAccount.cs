namespace Msmtp.Hosting;

/// <summary>An account that can be used now.</summary>
/// <param name="Context">What plugins are given for it.</param>
/// <param name="Secrets">Its secrets, to be zeroed in the end.</param>
sealed record ReadyAccount(PluginContext Context, SecretChain Secrets) : IDisposable
{
    public Account Account => Context.Account;

    /// <summary>Its settings as <c>--pretend</c> shows them: a password that was found early counts.</summary>
    public required Settings ShownSettings { get; init; }

    public void Dispose() => Secrets.Dispose();
}
