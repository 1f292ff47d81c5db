namespace Msmtp.Hosting;

/// <summary>
/// A queue of a plugin from a folder. It is created when it is first called, on the plugin's thread. A mail that is being sent is kept aside by
/// the host: of all that a queue does, that alone must not be able to delay it.
/// </summary>
class GuardedMailQueue(PluginGuard guard, Func<IMailQueue> create, Func<Stream> createDraft) : IMailQueue
{
    IMailQueue? queue;

    IMailQueue Queue => queue ??= create();

    protected PluginGuard Guard => guard;

    /// <summary>A queue, whose mails the host delivers if it lends them.</summary>
    public static IMailQueue Of(PluginGuard guard, Func<IMailQueue> create, Func<Stream> createDraft)
    {
        // Whether it does must be known now: factories do no I/O.
        var queue = guard.Call(DeliveryStage.Configure, create);
        return queue is ILeasedMailQueue leased ? new GuardedLeasedQueue(guard, leased, createDraft) : new GuardedMailQueue(guard, () => queue, createDraft);
    }

    public Stream CreateDraft() => createDraft();

    // As long as a filter: it has to read and store the whole of it.
    public ValueTask<QueueReceipt> PutAsync(QueueSubmission mail, CancellationToken cancellationToken) => guard.CallAsync(
        DeliveryStage.Configure, guard.Deadlines.Silence, token => Queue.PutAsync(mail with { Draft = null }, token), cancellationToken);

    public ValueTask<IReadOnlyList<QueuedMail>> ListAsync(CancellationToken cancellationToken) =>
        guard.CallAsync(DeliveryStage.Configure, guard.Deadlines.Step, token => Queue.ListAsync(token), cancellationToken);

    public ValueTask<bool> ChangeAsync(string id, QueueChange change, CancellationToken cancellationToken) =>
        guard.CallAsync(DeliveryStage.Configure, guard.Deadlines.Step, token => Queue.ChangeAsync(id, change, token), cancellationToken);
}

/// <summary>A queue of a plugin from a folder whose mails the host delivers.</summary>
sealed class GuardedLeasedQueue(PluginGuard guard, ILeasedMailQueue queue, Func<Stream> createDraft)
    : GuardedMailQueue(guard, () => queue, createDraft), ILeasedMailQueue
{
    public async ValueTask<IMailLease?> TakeAsync(string id, CancellationToken cancellationToken)
    {
        var lease = await Guard.CallAsync(DeliveryStage.Configure, Guard.Deadlines.Step, token => queue.TakeAsync(id, token), cancellationToken).ConfigureAwait(false);
        return lease is null ? null : new GuardedLease(Guard, lease);
    }

    public async ValueTask<IAsyncDisposable?> EnterAsync(string account, int places, CancellationToken cancellationToken) => Guarded(
        await Guard.CallAsync(DeliveryStage.Configure, Guard.Deadlines.Step, token => queue.EnterAsync(account, places, token), cancellationToken).ConfigureAwait(false));

    public ValueTask<AccountState> GetAccountAsync(string account, CancellationToken cancellationToken) =>
        Guard.CallAsync(DeliveryStage.Configure, Guard.Deadlines.Step, token => queue.GetAccountAsync(account, token), cancellationToken);

    public ValueTask ChangeAccountAsync(string account, Func<AccountState, AccountState> change, CancellationToken cancellationToken) =>
        Guard.CallAsync(DeliveryStage.Configure, Guard.Deadlines.Step, token => queue.ChangeAccountAsync(account, change, token), cancellationToken);

    public async ValueTask<IAsyncDisposable?> LeadAsync(CancellationToken cancellationToken) =>
        Guarded(await Guard.CallAsync(DeliveryStage.Configure, Guard.Deadlines.Step, queue.LeadAsync, cancellationToken).ConfigureAwait(false));

    // Once it has waited for as long as it should, it may take as long as for any step.
    public ValueTask WaitAsync(TimeSpan patience, CancellationToken cancellationToken) => Guard.CallAsync(
        DeliveryStage.Configure,
        patience < TimeSpan.Zero ? Timeout.InfiniteTimeSpan : patience + Guard.Deadlines.Step,
        token => queue.WaitAsync(patience, token),
        cancellationToken);

    GuardedRole? Guarded(IAsyncDisposable? role) => role is null ? null : new GuardedRole(Guard, role);
}

/// <summary>A mail that a plugin from a folder lends.</summary>
sealed class GuardedLease(PluginGuard guard, IMailLease lease) : IMailLease
{
    public QueuedMail Mail => guard.Call(DeliveryStage.Configure, () => lease.Mail);

    public ValueTask<MessageContent> OpenAsync(CancellationToken cancellationToken) =>
        guard.CallAsync(DeliveryStage.Configure, guard.Deadlines.Step, lease.OpenAsync, cancellationToken);

    public ValueTask BeginAsync(CancellationToken cancellationToken) =>
        guard.CallAsync(DeliveryStage.Data, guard.Deadlines.Step, lease.BeginAsync, cancellationToken);

    public ValueTask EndAsync(AttemptEnd end, CancellationToken cancellationToken) =>
        guard.CallAsync(DeliveryStage.Quit, guard.Deadlines.Step, token => lease.EndAsync(end, token), cancellationToken);

    public ValueTask DisposeAsync() => GuardedRole.EndAsync(guard, lease);
}

/// <summary>What a plugin from a folder gives until it is given back.</summary>
sealed class GuardedRole(PluginGuard guard, IAsyncDisposable role) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => EndAsync(guard, role);

    public static async ValueTask EndAsync(PluginGuard guard, IAsyncDisposable role)
    {
        try
        {
            await guard.CallAsync(DeliveryStage.Quit, guard.Deadlines.Step, _ => role.DisposeAsync(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (MailException)
        {
            // Giving back never fails; what was done with it is known.
        }
    }
}
