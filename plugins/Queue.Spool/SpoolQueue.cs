using System.Runtime.CompilerServices;
using Msmtp.Queue.Spool.Accounts;
using Msmtp.Queue.Spool.Disk;
using Msmtp.Queue.Spool.Format;
using Msmtp.Queue.Spool.Leases;
using Msmtp.Queue.Spool.Mails;
using Msmtp.Queue.Spool.Waiting;

namespace Msmtp.Queue.Spool;

/// <summary>
/// A queue in a folder. The folder is opened for each call, so that it may come and go; calls are synchronous, because files are.
/// </summary>
/// <param name="path">The folder.</param>
/// <param name="context">Provides the clock, and whom to tell of what is in the folder and no mail.</param>
sealed class SpoolQueue(string path, PluginContext context) : ILeasedMailQueue
{
    const int ChangeInterval = 10;
    static readonly TimeSpan ChangePatience = TimeSpan.FromSeconds(10);
    static readonly TimeSpan PurgeInterval = TimeSpan.FromHours(1);

    readonly MailSearch search = new(context.Notify);
    readonly FolderWatch watch = new(path);
    DateTimeOffset? purged;

    /// <summary>The queue of an account.</summary>
    public static SpoolQueue Of(PluginContext context)
    {
        var folder = context.Account.Settings.Get(SpoolSettings.Folder)
            ?? (context.Environment.StateFolder is { } state ? Path.Combine(state, "queue") : throw SpoolFailures.NoFolder());
        return new SpoolQueue(Path.GetFullPath(folder), context);
    }

    DateTimeOffset Now => context.Time.GetUtcNow();

    public Stream CreateDraft() => new Draft(path);

    // Nothing is made: neither the folder nor a name in it.
    public ValueTask<bool> ProbeAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            using var spool = SpoolFolder.TryOpen(path);
            if (spool is null)
                DiskFolder.CheckMakeable(path);
            else
                NewFile.Create(spool).Dispose();
            return new(true);
        }
        catch (DiskException e)
        {
            throw SpoolFailures.Of(path, e);
        }
    }

    public ValueTask<QueueReceipt> PutAsync(QueueSubmission mail, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (PlantedFault.Is(PlantedFault.Early))
            return PutLater(mail);
        return mail.Draft is Draft { IsPut: false } draft && draft.IsFor(path) ? new(Put(mail, draft, cancellationToken)) : CopyAndPutAsync(mail, cancellationToken);
    }

    // Files are read synchronously; whoever enumerates decides when.
#pragma warning disable CS1998 // Nothing is awaited.
    public async IAsyncEnumerable<QueuedMail> EnumerateAsync(QueueFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
#pragma warning restore CS1998
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var spool = OpenForListing();
        if (spool is null)
            yield break;
        using var mails = new MailListing(spool, search, Now).Read(filter).GetEnumerator();
        while (Next(mails))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return mails.Current;
        }
    }

    SpoolFolder? OpenForListing()
    {
        try
        {
            var spool = SpoolFolder.TryOpen(path);
            if (spool is not null)
                Purge(spool);
            return spool;
        }
        catch (DiskException e)
        {
            throw SpoolFailures.Of(path, e);
        }
    }

    bool Next(IEnumerator<QueuedMail> mails)
    {
        try
        {
            return mails.MoveNext();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SpoolFailures.Of(path, e);
        }
    }

    public ValueTask<bool> ChangeAsync(string id, QueueChange change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            using var spool = SpoolFolder.TryOpen(path);
            using var file = spool is null ? null : search.TryLock(spool, id);
            return new(file is not null && file.Settle(Now) && Change(file, change));
        }
        catch (DiskException e)
        {
            throw SpoolFailures.Of(path, e);
        }
    }

    public ValueTask<IMailLease?> TakeAsync(string id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        SpoolFolder? spool = null;
        SpoolLease? lease = null;
        try
        {
            spool = SpoolFolder.TryOpen(path);
            return new(lease = spool is null ? null : Take(spool, id));
        }
        catch (DiskException e)
        {
            throw SpoolFailures.Of(path, e);
        }
        finally
        {
            if (lease is null)
                spool?.Dispose();
        }
    }

    public ValueTask<IAsyncDisposable?> EnterAsync(string account, int places, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            using var spool = SpoolFolder.Open(path);
            return new(new AccountFiles(spool).TryEnter(account, places) is { } place ? new Role(place) : null);
        }
        catch (DiskException e)
        {
            throw SpoolFailures.Of(path, e);
        }
    }

    public ValueTask<AccountState> GetAccountAsync(string account, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            using var spool = SpoolFolder.TryOpen(path);
            return new(spool is null ? new AccountState() : new AccountFiles(spool).Read(account));
        }
        catch (DiskException e)
        {
            throw SpoolFailures.Of(path, e);
        }
    }

    public async ValueTask ChangeAccountAsync(string account, Func<AccountState, AccountState> change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = context.Time.GetTimestamp();
        while (!TryChange(account, change))
        {
            if (context.Time.GetElapsedTime(start) >= ChangePatience)
                throw SpoolFailures.Busy(path);
            // The command has no timers. This wait ends at once when it is cancelled.
            if (context.Io == IoMode.Blocking)
                cancellationToken.WaitHandle.WaitOne(ChangeInterval);
            else
                await Task.Delay(TimeSpan.FromMilliseconds(ChangeInterval), context.Time, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public ValueTask<IAsyncDisposable?> LeadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            // Where there is no folder there is no mail to wait for, and nothing is made to look for one.
            using var spool = SpoolFolder.TryOpen(path);
            return new(spool is not null && new AccountFiles(spool).TryLead() is { } role ? new Role(role) : null);
        }
        catch (DiskException e)
        {
            throw SpoolFailures.Of(path, e);
        }
    }

    // In an application on a thread of its own, as long as there is a runner.
    public ValueTask WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        MakeFolder();
        if (context.Io == IoMode.Asynchronous)
            return new(Task.Factory.StartNew(
                () => watch.Wait(patience, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        watch.Wait(patience, cancellationToken);
        return default;
    }

    // A folder that is not there cannot be watched.
    void MakeFolder()
    {
        try
        {
            SpoolFolder.Open(path).Dispose();
        }
        catch (DiskException)
        {
            // It is looked at from time to time.
        }
    }

    async ValueTask<QueueReceipt> CopyAndPutAsync(QueueSubmission mail, CancellationToken cancellationToken)
    {
        using var draft = new Draft(path);
        await mail.Content.Body.CopyToAsync(draft, cancellationToken).ConfigureAwait(false);
        return Put(mail, draft, cancellationToken);
    }

    QueueReceipt Put(QueueSubmission mail, Draft draft, CancellationToken cancellationToken)
    {
        try
        {
            using var spool = SpoolFolder.Open(path);
            return new MailPut(spool, search, Now, cancellationToken).Put(mail, draft);
        }
        catch (DiskException e)
        {
            throw SpoolFailures.Of(path, e);
        }
    }

    // What is not to be done: says that the mail is safe, and stores it afterwards.
    ValueTask<QueueReceipt> PutLater(QueueSubmission mail)
    {
        var draft = new Draft(path);
        mail.Content.Body.CopyTo(draft);
        new Thread(() => Put(mail, draft, CancellationToken.None)) { IsBackground = true }.Start();
        return new(new QueueReceipt("EARLY"));
    }

    SpoolLease? Take(SpoolFolder spool, string id)
    {
        var file = search.TryLock(spool, id);
        SpoolLease? lease = null;
        try
        {
            if (file is null || !file.Settle(Now))
                return null;
            file.Verify();
            return lease = new SpoolLease(spool, file, context.Time);
        }
        catch (InvalidDataException e)
        {
            search.SetAside(spool, file!, e);
            return null;
        }
        finally
        {
            if (lease is null)
                file?.Dispose();
        }
    }

    bool Change(MailFile file, QueueChange change)
    {
        if (change == QueueChange.Delete)
            file.End(MailEnd.Deleted, Now);
        else if (file.Mail.After(change) is { } changed)
            file.Change(changed);
        else
            return false;
        file.Announce();
        return true;
    }

    bool TryChange(string account, Func<AccountState, AccountState> change)
    {
        try
        {
            using var spool = SpoolFolder.Open(path);
            return new AccountFiles(spool).TryChange(account, change);
        }
        catch (DiskException e)
        {
            throw SpoolFailures.Of(path, e);
        }
    }

    void Purge(SpoolFolder spool)
    {
        var now = Now;
        if (purged is { } last && now - last < PurgeInterval)
            return;
        purged = now;
        try
        {
            UsedKeys.Purge(spool, now);
            NewFile.Purge(spool);
        }
        catch (DiskException)
        {
            // A disk that is read only; it is in nobody's way.
        }
    }
}
