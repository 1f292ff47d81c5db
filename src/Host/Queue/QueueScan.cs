namespace Msmtp.Hosting;

/// <summary>Looks through the queue and sets the accounts to work that have something to do.</summary>
sealed class QueueScan(RunnerContext context, QueueWorkers workers)
{
    // Whoever has a mail at the moment gives it back without a word.
    static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    readonly Dictionary<string, AccountQueue> accounts = [];
    readonly QueueTally tally = new();

    /// <summary>What has been done so far.</summary>
    public QueueRunSummary Summary => tally.Summary;

    /// <inheritdoc cref="QueueTally.Notices"/>
    public int Notices => tally.Notices;

    /// <summary>What is in the queue, of the mails that are sent here.</summary>
    public QueueFacts Facts { get; private set; } = new();

    /// <summary>When the queue is to be looked at again, if nothing happens to it; null: then only.</summary>
    public DateTimeOffset? Wake { get; private set; }

    /// <summary>How long looking took.</summary>
    public TimeSpan Duration { get; private set; }

    public async ValueTask RunAsync(QueueSelection selection, CancellationToken cancellationToken)
    {
        var since = context.Environment.Time.GetTimestamp();
        Wake = await FindAsync(selection, cancellationToken).ConfigureAwait(false) ? context.Now + LookAgain : null;
        foreach (var account in accounts.Values)
        {
            await account.BeginAsync(!selection.IsDue, cancellationToken).ConfigureAwait(false);
            if (account.Wake is { } wake && (Wake is null || wake < Wake))
                Wake = wake;
        }
        Duration = context.Environment.Time.GetElapsedTime(since);
    }

    // True: somebody else has a mail whose time has come.
    async ValueTask<bool> FindAsync(QueueSelection selection, CancellationToken cancellationToken)
    {
        var facts = new QueueFacts();
        var isTaken = false;
        await foreach (var mail in context.Queue.EnumerateAsync(QueueFilter.All, cancellationToken).ConfigureAwait(false))
        {
            if (!context.IsOurs(mail.Origin))
                continue;
            facts.Add(mail);
            if (mail.State != QueuedMailState.Waiting || !selection.Includes(mail))
                continue;
            var account = AccountOf(mail.Origin);
            if (!mail.IsTaken)
                account.Found.Add(mail);
            else
                isTaken |= !account.IsAtWork && QueueSchedule.IsDue(mail, context.Now);
        }
        Facts = facts;
        return isTaken;
    }

    AccountQueue AccountOf(MailOrigin origin)
    {
        var key = origin.Key;
        if (!accounts.TryGetValue(key, out var account))
            accounts[key] = account = new AccountQueue(context, workers, tally, origin);
        return account;
    }
}

/// <summary>Which mails are to be delivered.</summary>
sealed record QueueSelection
{
    /// <summary>All that are due.</summary>
    public static QueueSelection Due { get; } = new();

    /// <summary>The mail with this name, whether it is due or not; null: it does not matter.</summary>
    public string? Id { get; init; }

    /// <summary>Mails to an address that contains this text, whether they are due or not; null: it does not matter.</summary>
    public string? RecipientPart { get; init; }

    /// <summary>All that wait, whether they are due or not.</summary>
    public bool IsFlush { get; init; }

    /// <summary>Of those that are selected, only those that are due.</summary>
    public bool IsDueOnly { get; init; }

    /// <summary>Only those that are due, and whose servers are not known to be out of order. Others are wanted, whatever is known.</summary>
    public bool IsDue => IsDueOnly || this is { Id: null, RecipientPart: null, IsFlush: false };

    public bool Includes(QueuedMail mail) => (Id is null || mail.Id == Id)
        && (RecipientPart is not { } part || mail.Envelope.To.Any(path => path.Address.Contains(part, StringComparison.OrdinalIgnoreCase)));
}
