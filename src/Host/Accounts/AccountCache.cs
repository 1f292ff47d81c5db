using System.Collections.Concurrent;

namespace Msmtp.Hosting;

/// <summary>
/// Accounts that are the same for every mail, for a mailer that sends many: the files are read once, and nothing in these accounts depends
/// on the mail, but for the sender that its request names, or on the environment.
/// </summary>
sealed class AccountCache
{
    // The default account; no account has an empty name.
    const string Unnamed = "";

    // A mailer that sends for many people, or with a different sender for each mail, resolves accounts again from time to time.
    const int MostAccounts = 1000;

    readonly ConcurrentDictionary<(string Name, string? Sender), ResolvedAccount> accounts = [];

    /// <summary>Null: it has to be resolved.</summary>
    public ResolvedAccount? Find(AccountRequest request) =>
        request.Purpose == AccountPurpose.Send ? accounts.GetValueOrDefault((request.Name ?? Unnamed, request.Sender)) : null;

    /// <summary>Keeps an account for the next mail with the same request.</summary>
    /// <returns>The account to use: that of another mail, if one that began at the same time was quicker.</returns>
    public ResolvedAccount Keep(AccountRequest request, ResolvedAccount account)
    {
        if (!account.IsCacheable || request.Purpose != AccountPurpose.Send)
            return account;
        if (accounts.Count >= MostAccounts)
            accounts.Clear();
        return accounts.GetOrAdd((request.Name ?? Unnamed, request.Sender), account);
    }
}
