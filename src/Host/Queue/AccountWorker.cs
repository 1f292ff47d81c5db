namespace Msmtp.Hosting;

/// <summary>Sends the mails of one account, one after another, as long as its server bears it.</summary>
sealed class AccountWorker(RunnerContext runner, QueueTally tally, AccountMails mails, MailOrigin origin)
{
    // A server that breaks off so many mails in a row is out of order, whatever the mails are.
    const int MostBroken = 3;

    // Longer waits for a rate are left to the next look at the queue.
    static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    readonly string key = origin.Key;
    AccountState seen = new();
    int broken;

    /// <summary>Starts further workers, up to a number in all.</summary>
    public Action<int> Grow { get; init; } = static _ => { };

    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        seen = await runner.Queue.GetAccountAsync(key, cancellationToken).ConfigureAwait(false);
        var isPaused = !mails.AreWanted && AccountRules.IsPaused(seen, runner.Now, runner.Environment.HasNetwork(), runner.Changed(origin));
        if (isPaused && seen.Pause is (AccountPause.Held or AccountPause.Offline))
        {
            LeaveAlone(seen);
            return;
        }
        AccountSession session;
        try
        {
            session = await AccountSession.OpenAsync(runner, origin, cancellationToken).ConfigureAwait(false);
        }
        catch (MailException e)
        {
            if (!isPaused)
                await CannotResolveAsync(e.Failure, cancellationToken).ConfigureAwait(false);
            else
                LeaveAlone(seen);
            mails.Wait(LongestWait);
            return;
        }
        await using var closing = session.ConfigureAwait(false);
        if (isPaused)
            await MoveOnAsync(session, seen, cancellationToken).ConfigureAwait(false);
        else
            await SendAllAsync(session, cancellationToken).ConfigureAwait(false);
    }

    async ValueTask SendAllAsync(AccountSession session, CancellationToken cancellationToken)
    {
        if (!await session.EnterAsync(runner, key, AccountRules.Places(seen, session.Wanted), cancellationToken).ConfigureAwait(false))
        {
            mails.Wait();
            return;
        }
        if (seen.Pause != AccountPause.None)
            (mails.WereBehind, mails.UncountedSince) = (true, AccountRules.UncountedSince(seen));
        while (!cancellationToken.IsCancellationRequested && mails.Next() is { } listed)
            if (mails.IsTimeFor(listed))
                await SendAsync(session, listed, cancellationToken).ConfigureAwait(false);
    }

    async ValueTask SendAsync(AccountSession session, QueuedMail listed, CancellationToken cancellationToken)
    {
        try
        {
            while (!await TrySendAsync(session, listed.Id, cancellationToken).ConfigureAwait(false))
            {
                // Another worker was quicker: the rate allows one of the two.
            }
        }
#pragma warning disable CA1031 // The plugin boundary: whatever is wrong with one mail, the others go on.
        catch (Exception e) when (!e.IsFrom(cancellationToken))
#pragma warning restore CA1031
        {
            runner.Report(e);
            mails.Trouble();
        }
    }

    // False: again.
    async ValueTask<bool> TrySendAsync(AccountSession session, string id, CancellationToken cancellationToken)
    {
        if (!await WaitForRateAsync(session, cancellationToken).ConfigureAwait(false))
            return true;
        var lease = await runner.Queue.TakeAsync(id, cancellationToken).ConfigureAwait(false);
        if (lease is null)
        {
            mails.Wait();
            return true;
        }
        await using var returning = lease.ConfigureAwait(false);
        if (!mails.IsTimeFor(lease.Mail))
            return true;
        if (session.Policy.MustAsk(lease.Mail))
        {
            await EndAsync(lease, QueuePolicy.Asked(lease.Mail, runner.Now)).ConfigureAwait(false);
            return true;
        }
        if (!await MayGoAsync(session, cancellationToken).ConfigureAwait(false))
            return false;
        await AttemptAsync(session, lease, cancellationToken).ConfigureAwait(false);
        return true;
    }

    async ValueTask AttemptAsync(AccountSession session, IMailLease lease, CancellationToken cancellationToken)
    {
        var mail = lease.Mail;
        if (mail.IsUnknown)
            session.Context.Notify(new HostNotice($"{mail.Id} may be delivered twice: an attempt to send it was not answered, and it is tried again"));
        var elapsed = QueueSchedule.Elapsed(mail, runner.Now, mails.UncountedSince);
        var telemetry = runner.Telemetry;
        using var observation = telemetry is null ? default : new SendObservation(telemetry);
        var result = await session.Attempt.RunAsync(lease).ConfigureAwait(false);
        var verdict = session.Policy.Judge(mail, new AttemptFacts(result.Record.Result.Recipients, runner.Now)
        {
            Failure = result.Record.Failure,
            Class = result.Class,
            Elapsed = elapsed,
            Chance = runner.Chance(),
        });
        tally.Told(await session.Notices.PutAsync(lease, verdict).ConfigureAwait(false));
        await EndAsync(lease, verdict.End).ConfigureAwait(false);
        if (telemetry is not null)
        {
            telemetry.CountAttempt(ServerTags.Of(result.Record.Account.Name, result.Record.Account.Settings), result.Record.Result.Outcome);
            observation.End(result.Record);
        }
        await new LogDispatch(runner.Plugins, session.Context).WriteAsync(result.Record).ConfigureAwait(false);
        if (!result.IsOfStore)
            await LearnAsync(session, result, cancellationToken).ConfigureAwait(false);
    }

    // Whatever the program is about to do: what became of the mail must not be lost.
    async ValueTask EndAsync(IMailLease lease, AttemptEnd end)
    {
        await lease.EndAsync(end, CancellationToken.None).ConfigureAwait(false);
        tally.Count(end.Verdict);
    }

    async ValueTask LearnAsync(AccountSession session, AttemptResult result, CancellationToken cancellationToken)
    {
        if (result.Class == FailureClass.Stopped)
        {
            mails.Stop(runner.Now);
            return;
        }
        broken = result.Class is FailureClass.Broken or FailureClass.Unknown ? broken + 1 : 0;
        if (result is { Class: { } about, Record.Failure: { } failure } && (about.IsOfAccount() || broken == MostBroken))
        {
            if (await FailAsync(broken == MostBroken ? FailureClass.Unreachable : about, failure, session.Wanted, cancellationToken).ConfigureAwait(false) is { } state)
                await MoveOnAsync(session, state, cancellationToken).ConfigureAwait(false);
            return;
        }
        if (broken == 0 && !AccountRules.IsClean(seen))
            await ChangeAsync(state => AccountRules.AfterAnswer(state, Circumstances(session.Wanted))).ConfigureAwait(false);
        Grow(AccountRules.Places(seen, session.Wanted));
    }

    // The new state; null: another worker has been here before.
    async ValueTask<AccountState?> FailAsync(FailureClass about, DeliveryFailure failure, int wanted, CancellationToken cancellationToken)
    {
        var before = seen;
        var isFirst = false;
        await ChangeAsync(state =>
        {
            var after = AccountRules.After(state, before, about, failure.Message, Circumstances(wanted));
            isFirst = after != state;
            return after;
        }).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        LeaveAlone(seen);
        return isFirst ? seen : null;
    }

    void LeaveAlone(AccountState state)
    {
        // The configuration may be mended, and the network come back.
        var isLookedAt = state.Pause is AccountPause.Held or AccountPause.Offline;
        mails.Stop(state.Until ?? runner.Now, isLookedAt ? runner.Now + LongestWait : null);
    }

    // Nothing is known of the account's settings, but those mails that somebody wants now must have another time afterwards, and the first one
    // says why all of them wait.
    async ValueTask CannotResolveAsync(DeliveryFailure failure, CancellationToken cancellationToken)
    {
        var about = FailureClasses.Of(failure) == FailureClass.Unreachable ? FailureClass.Unreachable : FailureClass.Held;
        if (about == FailureClass.Unreachable && !runner.Environment.HasNetwork())
            about = FailureClass.Offline;
        var waiting = mails.TakeRest();
        await FailAsync(about, failure, wanted: 1, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < waiting.Count && (i == 0 || mails.AreForced || waiting[i].IsWanted); i++)
            await NoteAsync(waiting[i].Id, failure, cancellationToken).ConfigureAwait(false);
    }

    async ValueTask NoteAsync(string id, DeliveryFailure failure, CancellationToken cancellationToken)
    {
        var lease = await runner.Queue.TakeAsync(id, cancellationToken).ConfigureAwait(false);
        if (lease is null)
            return;
        await using var returning = lease.ConfigureAwait(false);
        if (lease.Mail.State != QueuedMailState.Waiting)
            return;
        var facts = new AttemptFacts([], runner.Now) { Failure = failure, Class = FailureClass.Held, Chance = runner.Chance() };
        await EndAsync(lease, new QueuePolicy(TimeSpan.MaxValue, HoldsUnknown: false).Judge(lease.Mail, facts).End).ConfigureAwait(false);
    }

    // The mails that are due wait behind the one that tries the server next. They grow older meanwhile, each by its own schedule.
    async ValueTask MoveOnAsync(AccountSession session, AccountState state, CancellationToken cancellationToken)
    {
        LeaveAlone(state);
        if (state.Pause is not AccountPause.Unreachable and not AccountPause.Throttled)
            return;
        var failure = new DeliveryFailure(ExitCode.TempFail, DeliveryStage.Connect, state.Reason ?? "the server could not be reached") { IsTemporary = true };
        foreach (var listed in mails.TakeRest())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (QueueSchedule.IsDue(listed, runner.Now))
                await MoveOnAsync(session, listed.Id, failure, cancellationToken).ConfigureAwait(false);
        }
    }

    async ValueTask MoveOnAsync(AccountSession session, string id, DeliveryFailure failure, CancellationToken cancellationToken)
    {
        try
        {
            var lease = await runner.Queue.TakeAsync(id, cancellationToken).ConfigureAwait(false);
            if (lease is null)
            {
                mails.Wait();
                return;
            }
            await using var returning = lease.ConfigureAwait(false);
            if (lease.Mail.State != QueuedMailState.Waiting || !QueueSchedule.IsDue(lease.Mail, runner.Now))
                return;
            var verdict = session.Policy.Judge(lease.Mail, new AttemptFacts([], runner.Now)
            {
                Failure = failure,
                Class = FailureClass.Unreachable,
                Elapsed = QueueSchedule.Elapsed(lease.Mail, runner.Now),
                Chance = runner.Chance(),
            });
            tally.Told(await session.Notices.PutAsync(lease, verdict).ConfigureAwait(false));
            await EndAsync(lease, verdict.End).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The plugin boundary: whatever is wrong with one mail, the others go on.
        catch (Exception e) when (!e.IsFrom(cancellationToken))
#pragma warning restore CA1031
        {
            runner.Report(e);
            mails.Trouble();
        }
    }

    // False: it is too long, and the account is left alone until then.
    async ValueTask<bool> WaitForRateAsync(AccountSession session, CancellationToken cancellationToken)
    {
        if (session.Interval == TimeSpan.Zero)
            return true;
        var state = await runner.Queue.GetAccountAsync(key, cancellationToken).ConfigureAwait(false);
        var wait = AccountRules.Wait(state, session.Interval, runner.Now);
        if (wait > LongestWait)
        {
            mails.Stop(runner.Now + wait, runner.Now + wait);
            return false;
        }
        if (wait > TimeSpan.Zero)
            await runner.WaitAsync(wait, cancellationToken).ConfigureAwait(false);
        return true;
    }

    async ValueTask<bool> MayGoAsync(AccountSession session, CancellationToken cancellationToken)
    {
        if (session.Interval == TimeSpan.Zero)
            return true;
        var mayGo = false;
        await runner.Queue.ChangeAccountAsync(key, state =>
        {
            var after = AccountRules.Let(state, session.Interval, runner.Now);
            mayGo = after != state;
            return after;
        }, cancellationToken).ConfigureAwait(false);
        return mayGo;
    }

    ValueTask ChangeAsync(Func<AccountState, AccountState> change) =>
        runner.Queue.ChangeAccountAsync(key, state => seen = change(state), CancellationToken.None);

    AccountCircumstances Circumstances(int wanted) => new(runner.Now, wanted, runner.Chance());
}
