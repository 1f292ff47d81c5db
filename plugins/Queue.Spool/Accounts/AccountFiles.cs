using Msmtp.Queue.Spool.Disk;
using Msmtp.Queue.Spool.Mails;

namespace Msmtp.Queue.Spool.Accounts;

/// <summary>
/// The files of accounts, in <c>accounts</c>: one for what is known of the server, one for each place; and one for the process that waits. They
/// stay; what counts is who has them locked. None is ever synced: all of it is found out anew.
/// </summary>
sealed class AccountFiles(SpoolFolder spool)
{
    const string LeaderName = "leader";
    const int LongestState = 16 * 1024;

    /// <summary>Locks one of the places of an account. Null: all are taken.</summary>
    public DiskFile? TryEnter(string account, int places)
    {
        using var folder = spool.Mails.OpenFolder(SpoolFolder.AccountsName);
        var name = AccountText.FileName(account);
        for (var i = 1; i <= places; i++)
            if (TryLock(folder, $"{name}.{i}") is { } place)
                return place;
        return null;
    }

    /// <summary>Locks the role of the process that waits. Null: somebody else has it.</summary>
    public DiskFile? TryLead()
    {
        using var folder = spool.Mails.OpenFolder(SpoolFolder.AccountsName);
        return TryLock(folder, LeaderName);
    }

    public AccountState Read(string account)
    {
        using var folder = spool.Mails.TryOpenFolder(SpoolFolder.AccountsName);
        using var file = folder?.TryOpen(AccountText.FileName(account), isToWrite: false);
        return file is null ? new AccountState() : Read(file);
    }

    /// <summary>Changes what is known of an account. False: somebody else is doing that at the moment.</summary>
    public bool TryChange(string account, Func<AccountState, AccountState> change)
    {
        using var folder = spool.Mails.OpenFolder(SpoolFolder.AccountsName);
        using var file = TryLock(folder, AccountText.FileName(account));
        if (file is null)
            return false;
        var octets = AccountText.Write(change(Read(file)));
        file.Write(octets, 0);
        file.Cut(octets.Length);
        return true;
    }

    // Somebody may be writing it at the moment: then it is not known yet.
    static AccountState Read(DiskFile file)
    {
        var block = new byte[LongestState];
        return AccountText.Read(block.AsSpan(0, file.Read(block, 0))) ?? new AccountState();
    }

    static DiskFile? TryLock(DiskFolder folder, string name)
    {
        var file = folder.OpenOrCreate(name);
        if (file.TryLock())
            return file;
        file.Dispose();
        return null;
    }
}

/// <summary>What is taken for as long as a file is locked.</summary>
sealed class Role(DiskFile file) : IAsyncDisposable
{
    public ValueTask DisposeAsync()
    {
        file.Dispose();
        return default;
    }
}
