namespace Msmtp.Hosting;

/// <summary>
/// Delivers the mails of a queue: takes each that is due, sends it by its account, and notes what became of it. Several mails of one account
/// go over one connection; accounts do not wait for each other.
/// </summary>
/// <param name="plugins">Transports and logs.</param>
/// <param name="environment">Provides the clock, and whether there is a network.</param>
/// <param name="queue">The queue.</param>
/// <param name="accounts">Finds the account of a mail.</param>
sealed class QueueRunner(PluginRegistry plugins, HostEnvironment environment, ILeasedMailQueue queue, OriginResolver accounts)
{
    /// <summary>Delivers what is due, or what is selected, and returns when nothing is left to be done at the moment.</summary>
    public ValueTask<QueueRunSummary> RunAsync(QueueSelection selection, CancellationToken cancellationToken) =>
        throw new NotImplementedException($"{plugins} {environment} {queue} {accounts} {selection} {cancellationToken}");

    /// <summary>
    /// Delivers mails as they become due, until the queue holds none that waits. Returns at once if another process does so already.
    /// </summary>
    public ValueTask LingerAsync(CancellationToken cancellationToken) => throw new NotImplementedException();
}

/// <summary>Resolves the account by which a queued mail is to be sent, with its secrets.</summary>
/// <exception cref="MailException">There is no such account, or something is wrong with it or with its configuration.</exception>
delegate ValueTask<ResolvedAccount> OriginResolver(MailOrigin origin, CancellationToken cancellationToken);

/// <summary>Which mails are to be delivered.</summary>
sealed record QueueSelection
{
    /// <summary>All that are due.</summary>
    public static QueueSelection Due { get; } = new();

    /// <summary>The mail with this name, whether it is due or not; null: it does not matter.</summary>
    public string? Id { get; init; }

    /// <summary>Mails to an address that contains this text, whether they are due or not; null: it does not matter.</summary>
    public string? RecipientPart { get; init; }

    /// <summary>All that wait, whether they are due or not, and whatever is known of their servers.</summary>
    public bool IsFlush { get; init; }
}

/// <summary>What a run has done.</summary>
readonly record struct QueueRunSummary(int Sent, int Deferred, int Dead, int Held);
