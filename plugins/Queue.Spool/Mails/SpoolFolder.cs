using Msmtp.Queue.Spool.Disk;

namespace Msmtp.Queue.Spool.Mails;

/// <summary>
/// The folder of a queue, open. Mails are in it and in <c>dead</c>; <c>sent</c> has what is known of keys, <c>broken</c> what cannot be
/// read, <c>new</c> what is being written where files without names do not exist.
/// </summary>
sealed class SpoolFolder : IDisposable
{
    public const string DeadName = "dead", BrokenName = "broken", SentName = "sent", AccountsName = "accounts", NewName = "new";

    readonly DiskFolder mails;
    DiskFolder? dead;

    SpoolFolder(DiskFolder mails)
    {
        this.mails = mails;
    }

    public string Path => mails.Path;

    /// <summary>Where mails are.</summary>
    public DiskFolder Mails => mails;

    /// <summary>Where dead mails are, made if need be.</summary>
    public DiskFolder Dead => dead ??= mails.OpenFolder(DeadName);

    /// <summary>The same, if it is there.</summary>
    public DiskFolder? ExistingDead => dead ??= mails.TryOpenFolder(DeadName);

    /// <summary>Opens the folder. Null: there is none yet.</summary>
    /// <exception cref="MailException">It is not the user's alone.</exception>
    /// <exception cref="DiskException">It cannot be opened.</exception>
    public static SpoolFolder? TryOpen(string path)
    {
        if (!OperatingSystem.IsLinux())
            throw SpoolFailures.WrongSystem();
        DiskFolder? mails;
        try
        {
            mails = DiskFolder.TryOpen(path);
        }
        catch (DiskException e) when (e.Error is Libc.NotFolder or Libc.IsLink)
        {
            throw SpoolFailures.Unsafe(path, new FileInfo(path).LinkTarget is null ? "must be a folder" : "must not be a link");
        }
        return mails is null ? null : Checked(mails);
    }

    /// <summary>Opens the folder, and makes it if there is none.</summary>
    /// <inheritdoc cref="TryOpen" path="/exception"/>
    public static SpoolFolder Open(string path)
    {
        if (TryOpen(path) is { } found)
            return found;
        DiskFolder.Make(path);
        return TryOpen(path) ?? throw new DiskException(DiskException.Opening, Libc.NoEntry);
    }

    public void Dispose()
    {
        dead?.Dispose();
        mails.Dispose();
    }

    // As for secrets: this holds for root, too.
    static SpoolFolder Checked(DiskFolder mails)
    {
        var facts = mails.Facts();
        if (facts.IsOwn && !facts.IsOpenToOthers)
            return new SpoolFolder(mails);
        mails.Dispose();
        throw facts.IsOwn
            ? SpoolFailures.Unsafe(mails.Path, "must be for nobody else to look at", $"chmod 700 {mails.Path}")
            : SpoolFailures.Unsafe(mails.Path, "must be owned by you", "name a folder of your own with queue_dir");
    }
}
