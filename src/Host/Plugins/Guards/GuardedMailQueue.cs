using System.Runtime.CompilerServices;

namespace Msmtp.Hosting;

/// <summary>
/// A queue of a plugin from a folder. It may write a whole mail in one call, so it has as long as a transport. A mail that is being sent is kept
/// aside by the host: nothing of a queue may delay it.
/// </summary>
class GuardedMailQueue(PluginGuard guard, IMailQueue queue, Func<Stream> createDraft) : IMailQueue
{
    protected PluginGuard Guard => guard;

    /// <summary>A queue, whose mails the host delivers if it leases them: that must be known now.</summary>
    public static GuardedMailQueue Of(PluginGuard guard, Func<IMailQueue> create, Func<Stream> createDraft) => guard.Call(DeliveryStage.Configure, create) switch
    {
        ILeasedMailQueue leased => new GuardedLeasedQueue(guard, leased, createDraft),
        { } queue => new GuardedMailQueue(guard, queue, createDraft),
        null => throw guard.Broken(DeliveryStage.Configure, "it made no queue"),
    };

    public Stream CreateDraft() => createDraft();

    public ValueTask<bool> ProbeAsync(CancellationToken cancellationToken) => AskAsync(queue.ProbeAsync, cancellationToken);

    public async ValueTask<QueueReceipt> PutAsync(QueueSubmission mail, CancellationToken cancellationToken) =>
        await AskAsync(token => queue.PutAsync(mail with { Draft = null }, token), cancellationToken).ConfigureAwait(false)
        ?? throw guard.Broken(DeliveryStage.Configure, "it gave no receipt");

    public async IAsyncEnumerable<QueuedMail> EnumerateAsync(QueueFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var mails = guard.Call(DeliveryStage.Configure, () => queue.EnumerateAsync(filter, cancellationToken)?.GetAsyncEnumerator(cancellationToken))
            ?? throw guard.Broken(DeliveryStage.Configure, "it gave no list");
        var ending = new GuardedRelease(guard, mails);
        await using (ending.ConfigureAwait(false))
            while (await AskAsync(_ => mails.MoveNextAsync(), cancellationToken).ConfigureAwait(false))
                yield return guard.Call(DeliveryStage.Configure, () => mails.Current) ?? throw guard.Broken(DeliveryStage.Configure, "it listed no mail");
    }

    public ValueTask<bool> ChangeAsync(string id, QueueChange change, CancellationToken cancellationToken) =>
        AskAsync(token => queue.ChangeAsync(id, change, token), cancellationToken);

    protected ValueTask<T> AskAsync<T>(Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken) =>
        guard.CallAsync(DeliveryStage.Configure, guard.Deadlines.Silence, call, cancellationToken);
}

/// <summary>One whose mails the host delivers.</summary>
sealed class GuardedLeasedQueue(PluginGuard guard, ILeasedMailQueue queue, Func<Stream> createDraft)
    : GuardedMailQueue(guard, queue, createDraft), ILeasedMailQueue
{
    public async ValueTask<IMailLease?> TakeAsync(string id, CancellationToken cancellationToken) =>
        await AskAsync(token => queue.TakeAsync(id, token), cancellationToken).ConfigureAwait(false) is { } lease ? new GuardedLease(Guard, lease) : null;

    public async ValueTask<IAsyncDisposable?> EnterAsync(string account, int places, CancellationToken cancellationToken) =>
        Guarded(await AskAsync(token => queue.EnterAsync(account, places, token), cancellationToken).ConfigureAwait(false));

    public async ValueTask<AccountState> GetAccountAsync(string account, CancellationToken cancellationToken) =>
        await AskAsync(token => queue.GetAccountAsync(account, token), cancellationToken).ConfigureAwait(false) ?? new AccountState();

    public ValueTask ChangeAccountAsync(string account, Func<AccountState, AccountState> change, CancellationToken cancellationToken) =>
        Guard.CallAsync(DeliveryStage.Configure, Guard.Deadlines.Silence, token => queue.ChangeAccountAsync(account, change, token), cancellationToken);

    public async ValueTask<IAsyncDisposable?> LeadAsync(CancellationToken cancellationToken) =>
        Guarded(await AskAsync(queue.LeadAsync, cancellationToken).ConfigureAwait(false));

    public ValueTask WaitAsync(TimeSpan patience, CancellationToken cancellationToken) =>
        Guard.CallAsync(DeliveryStage.Configure, patience + Guard.Deadlines.Step, token => queue.WaitAsync(patience, token), cancellationToken);

    GuardedRelease? Guarded(IAsyncDisposable? held) => held is null ? null : new GuardedRelease(Guard, held);
}

/// <summary>A mail that is leased from such a queue.</summary>
sealed class GuardedLease(PluginGuard guard, IMailLease lease) : IMailLease
{
    readonly GuardedRelease release = new(guard, lease);

    public QueuedMail Mail { get; } = guard.Call(DeliveryStage.Configure, () => lease.Mail) ?? throw guard.Broken(DeliveryStage.Configure, "it leased no mail");

    public async ValueTask<MessageContent> OpenAsync(CancellationToken cancellationToken) =>
        await guard.CallAsync(DeliveryStage.Configure, guard.Deadlines.Silence, lease.OpenAsync, cancellationToken).ConfigureAwait(false)
        ?? throw guard.Broken(DeliveryStage.Configure, "it gave no message");

    public ValueTask BeginAsync(CancellationToken cancellationToken) =>
        guard.CallAsync(DeliveryStage.Configure, guard.Deadlines.Silence, lease.BeginAsync, cancellationToken);

    public ValueTask EndAsync(AttemptEnd end, CancellationToken cancellationToken) =>
        guard.CallAsync(DeliveryStage.Quit, guard.Deadlines.Silence, token => lease.EndAsync(end, token), cancellationToken);

    public ValueTask DisposeAsync() => release.DisposeAsync();
}

/// <summary>What is held of such a queue until it is disposed, which fails without consequences: the process gives it up when it ends.</summary>
sealed class GuardedRelease(PluginGuard guard, IAsyncDisposable held) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        try
        {
            await guard.CallAsync(DeliveryStage.Quit, guard.Deadlines.Step, _ => held.DisposeAsync(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (MailException)
        {
            // The outcome is noted already.
        }
    }
}
