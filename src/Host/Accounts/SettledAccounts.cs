using System.Collections.Concurrent;

namespace Msmtp.Hosting;

/// <summary>
/// Accounts that every mail finds the same, for a mailer that sends many: their files are read once, and nothing in them depends on the mail
/// or on the world outside. At most as many as there are in these files.
/// </summary>
sealed class SettledAccounts
{
    // No account is called nothing.
    const string Unnamed = "";

    readonly ConcurrentDictionary<string, ReadyAccount> accounts = [];

    /// <summary>Null: it has to be chosen.</summary>
    public ReadyAccount? Find(AccountRequest wanted) => IsPlain(wanted) ? accounts.GetValueOrDefault(wanted.Name ?? Unnamed) : null;

    /// <summary>Keeps what was chosen, and is settled, for the next mail that wants the same.</summary>
    public void Keep(AccountRequest wanted, ReadyAccount ready)
    {
        if (IsPlain(wanted))
            accounts[wanted.Name ?? Unnamed] = ready;
    }

    // Whoever says who sends gets an account with that sender in it.
    static bool IsPlain(AccountRequest wanted) => wanted is { Sender: null, Use: AccountUse.Send };
}
