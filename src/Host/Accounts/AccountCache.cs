using System.Collections.Concurrent;

namespace Msmtp.Hosting;

/// <summary>
/// Accounts that are the same for every mail, for a mailer that sends many: the files are read once, and nothing in these accounts depends
/// on the mail or on the environment. There are at most as many as in the files.
/// </summary>
sealed class AccountCache
{
    // The default account; no account has an empty name.
    const string Unnamed = "";

    readonly ConcurrentDictionary<string, ResolvedAccount> accounts = [];

    /// <summary>Null: it has to be resolved.</summary>
    public ResolvedAccount? Find(AccountRequest request) => IsPlain(request) ? accounts.GetValueOrDefault(request.Name ?? Unnamed) : null;

    /// <summary>Keeps an account for the next mail with the same request.</summary>
    public void Keep(AccountRequest request, ResolvedAccount account)
    {
        if (account.IsCacheable && IsPlain(request))
            accounts[request.Name ?? Unnamed] = account;
    }

    // A request that names the sender gets an account with that sender in it.
    static bool IsPlain(AccountRequest request) => request is { Sender: null, Purpose: AccountPurpose.Send };
}
