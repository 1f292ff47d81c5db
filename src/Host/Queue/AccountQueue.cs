namespace Msmtp.Hosting;

/// <summary>
/// An account with mails that wait, and its workers in this process: first one, and when that has sent a mail, more, if the server bears
/// them. Accounts do not wait for each other.
/// </summary>
sealed class AccountQueue(RunnerContext runner, QueueWorkers workers, QueueTally tally, MailOrigin origin)
{
    readonly Lock gate = new();
    readonly AccountMails mails = new(runner);
    int atWork;

    /// <summary>Mails found by the scan that is going on.</summary>
    public List<QueuedMail> Found { get; private set; } = [];

    /// <summary>When the account is to be looked at again; null: when something happens.</summary>
    public DateTimeOffset? Wake { get; private set; }

    /// <summary>Takes the mails that a scan has found, and sends those whose time has come.</summary>
    /// <param name="areForced">All of them are wanted, whatever is known of the account.</param>
    /// <param name="cancellationToken">Begins no further mails.</param>
    public async ValueTask BeginAsync(bool areForced, CancellationToken cancellationToken)
    {
        var found = Found;
        Found = [];
        Wake = null;
        // Workers look at each mail again before they send it, and what they do not know yet is found when they have finished.
        if (found.Count == 0 || IsAtWork)
            return;
        var state = await runner.Queue.GetAccountAsync(origin.Key, cancellationToken).ConfigureAwait(false);
        mails.PauseEnds(state.Pause == AccountPause.None ? null : state.Until);
        lock (gate)
        {
            Wake = areForced ? null : mails.WakeFor(found);
            if (Wake is not null)
                return;
            mails.Load(found, areForced);
            atWork = 1;
        }
        Start(cancellationToken);
    }

    /// <summary>It has workers in this process.</summary>
    public bool IsAtWork
    {
        get
        {
            lock (gate)
                return atWork > 0;
        }
    }

    void Start(CancellationToken cancellationToken) => workers.Start(() => WorkAsync(cancellationToken));

    void Grow(int places, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (atWork >= places || mails.Left <= atWork)
                return;
            atWork++;
        }
        Start(cancellationToken);
    }

    async Task WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            var worker = new AccountWorker(runner, tally, mails, origin) { Grow = places => Grow(places, cancellationToken) };
            await worker.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The program ends.
        }
#pragma warning disable CA1031 // The plugin boundary: whatever a queue or an account throws, the other accounts go on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            runner.Report(e);
            mails.Trouble();
        }
        lock (gate)
            atWork--;
    }
}
