namespace Msmtp.Hosting;

/// <summary>Looks through the queue and sets the accounts to work that have something to do.</summary>
sealed class QueueScan(RunnerContext context, QueueWorkers workers)
{
    readonly Dictionary<string, AccountQueue> accounts = [];
    readonly QueueTally tally = new();

    /// <summary>What has been done so far.</summary>
    public QueueRunSummary Summary => tally.Summary;

    /// <inheritdoc cref="QueueTally.Notices"/>
    public int Notices => tally.Notices;

    /// <summary>The number of mails that were waiting, here or elsewhere.</summary>
    public int Waiting { get; private set; }

    /// <summary>When the queue is to be looked at again, if nothing happens to it; null: then only.</summary>
    public DateTimeOffset? Wake { get; private set; }

    /// <summary>How long looking took.</summary>
    public TimeSpan Duration { get; private set; }

    public async ValueTask RunAsync(QueueSelection selection, CancellationToken cancellationToken)
    {
        var since = context.Environment.Time.GetTimestamp();
        await FindAsync(selection, cancellationToken).ConfigureAwait(false);
        Wake = null;
        foreach (var account in accounts.Values)
        {
            await account.BeginAsync(!selection.IsDue, cancellationToken).ConfigureAwait(false);
            if (account.Wake is { } wake && (Wake is null || wake < Wake))
                Wake = wake;
        }
        Duration = context.Environment.Time.GetElapsedTime(since);
    }

    async ValueTask FindAsync(QueueSelection selection, CancellationToken cancellationToken)
    {
        Waiting = 0;
        foreach (var mail in await context.Queue.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (mail.State != QueuedMailState.Waiting)
                continue;
            Waiting++;
            if (!mail.IsTaken && selection.Includes(mail))
                AccountOf(mail.Origin).Found.Add(mail);
        }
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

    /// <summary>Only those that are due, and whose servers are not known to be out of order. Others are wanted, whatever is known.</summary>
    public bool IsDue => this is { Id: null, RecipientPart: null, IsFlush: false };

    public bool Includes(QueuedMail mail) => (Id is null || mail.Id == Id)
        && (RecipientPart is not { } part || mail.Envelope.To.Any(path => path.Address.Contains(part, StringComparison.OrdinalIgnoreCase)));
}
