namespace Msmtp;

/// <summary>
/// A queue whose mails the host delivers, in any number of processes at once. Whatever a process holds here is free again when it ends,
/// however it ends.
/// </summary>
#pragma warning disable CA1711 // A queue is what it is; the rule means collections.
public interface ILeasedMailQueue : IMailQueue
#pragma warning restore CA1711
{
    /// <summary>Takes a mail, so that nobody else delivers or changes it. Does not wait.</summary>
    /// <returns>The lease, which the caller disposes; null: somebody else has the mail, or it is gone.</returns>
    ValueTask<IMailLease?> TakeAsync(string id, CancellationToken cancellationToken);

    /// <summary>Takes one of the places of an account, over all processes. Does not wait.</summary>
    /// <param name="account">The account: <see cref="MailOrigin.Key"/>.</param>
    /// <param name="places">The number of places, at least one.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The place, given back when it is disposed; null: all of them are taken.</returns>
    ValueTask<IAsyncDisposable?> EnterAsync(string account, int places, CancellationToken cancellationToken);

    /// <summary>What is known of an account's server; a new <see cref="AccountState"/> if nothing is.</summary>
    ValueTask<AccountState> GetAccountAsync(string account, CancellationToken cancellationToken);

    /// <summary>
    /// Changes what is known of an account's server, one change at a time over all processes. It need not be durable: it says when to try
    /// next, and is found out anew.
    /// </summary>
    ValueTask ChangeAccountAsync(string account, Func<AccountState, AccountState> change, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the caller the one process that waits for mails to become due. Does not wait.
    /// </summary>
    /// <returns>The role, given up when it is disposed; null: somebody else has it, or no mail was ever put.</returns>
    ValueTask<IAsyncDisposable?> LeadAsync(CancellationToken cancellationToken);

    /// <summary>Waits until a mail may have been put or changed, but not longer than the given time.</summary>
    ValueTask WaitAsync(TimeSpan patience, CancellationToken cancellationToken);
}

/// <summary>
/// A mail that one runner has, from taking it until it is disposed. Without an end to an attempt, <see cref="QueuedMail.IsUnknown"/> of the mail
/// is true afterwards.
/// </summary>
public interface IMailLease : IAsyncDisposable
{
    /// <summary>The mail as it was when it was taken.</summary>
    QueuedMail Mail { get; }

    /// <summary>Opens the message as it was put. Each call begins anew and ends the one before it; the lease disposes it.</summary>
    ValueTask<MessageContent> OpenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Notes that the mail is about to be handed over; durable when this returns. Called before the end of the message is sent, at most
    /// once for a lease.
    /// </summary>
    ValueTask BeginAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Notes what became of the attempt; durable when this returns. A mail that is <see cref="AttemptVerdict.Done"/> is removed; one that is
    /// <see cref="AttemptVerdict.Dead"/> is kept among the dead ones.
    /// </summary>
    ValueTask EndAsync(AttemptEnd end, CancellationToken cancellationToken);
}
