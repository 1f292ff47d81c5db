namespace Msmtp.Hosting;

/// <summary>
/// The mails of one account that wait, as a scan has found them: what its workers share. Thread-safe.
/// </summary>
sealed class AccountMails(RunnerContext runner)
{
    // Whoever has what is wanted here does not say when it is done with it.
    static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);
    static readonly TimeSpan TroubleDelay = TimeSpan.FromMinutes(1);

    readonly Lock gate = new();
    List<QueuedMail> mails = [];
    int next;
    bool isStopped;
    DateTimeOffset? notBefore;
    DateTimeOffset? ownTimesResume;
    DateTimeOffset? pauseEnds;

    /// <summary>All of them are wanted, whatever is known of the account.</summary>
    public bool AreForced { get; private set; }

    /// <summary>The account has been paused: the mails that wait for it go with the first one, whatever their own times are.</summary>
    public bool WereBehind { get; set; }

    /// <summary>From then on they could not be tried, for a reason that does not count; null: there is none.</summary>
    public DateTimeOffset? UncountedSince { get; set; }

    /// <summary>The number of mails that no worker has taken.</summary>
    public int Left
    {
        get
        {
            lock (gate)
                return isStopped ? 0 : mails.Count - next;
        }
    }

    /// <summary>Somebody wants one of them now.</summary>
    public bool AreWanted
    {
        get
        {
            lock (gate)
                return AreForced || next < mails.Count && mails[next].IsWanted;
        }
    }

    /// <summary>When the account is to be looked at again; null: now.</summary>
    public DateTimeOffset? WakeFor(List<QueuedMail> found)
    {
        var now = runner.Now;
        lock (gate)
        {
            var wake = pauseEnds ?? DateTimeOffset.MaxValue;
            foreach (var mail in found)
            {
                var time = TimeOf(mail, now);
                if (time < wake)
                    wake = time;
            }
            return wake <= now ? null : wake;
        }
    }

    DateTimeOffset TimeOf(QueuedMail mail, DateTimeOffset now)
    {
        var time = QueueSchedule.IsDue(mail, now) ? now : mail.NextAttempt ?? now;
        if (time < ownTimesResume && !mail.IsWanted)
            time = ownTimesResume.Value;
        return time < notBefore ? notBefore.Value : time;
    }

    /// <summary>The account is looked at then, even if no mail is due; null: there is no need.</summary>
    public void PauseEnds(DateTimeOffset? time)
    {
        lock (gate)
            pauseEnds = time;
    }

    /// <summary>Takes what a scan has found.</summary>
    public void Load(List<QueuedMail> found, bool areForced)
    {
        var sorted = found.Order(Comparer<QueuedMail>.Create(Order)).ToList();
        lock (gate)
        {
            (mails, next, AreForced, isStopped, WereBehind) = (sorted, 0, areForced, false, false);
            notBefore = ownTimesResume = pauseEnds = UncountedSince = null;
        }
    }

    /// <summary>The time has come for it.</summary>
    public bool IsTimeFor(QueuedMail mail) => mail.State == QueuedMailState.Waiting
        && (AreForced || QueueSchedule.IsDue(mail, runner.Now) || WereBehind && mail.LastFailure is { } failure && FailureClasses.Of(failure).IsOfAccount());

    /// <summary>The next one; null: there is none, or the account is to be left alone.</summary>
    public QueuedMail? Next()
    {
        lock (gate)
            return isStopped || next == mails.Count ? null : mails[next++];
    }

    /// <summary>Those that no worker has taken. None is left.</summary>
    public List<QueuedMail> TakeRest()
    {
        lock (gate)
        {
            var rest = mails.GetRange(next, mails.Count - next);
            next = mails.Count;
            return rest;
        }
    }

    /// <summary>The account is to be left alone.</summary>
    /// <param name="until">Until then.</param>
    /// <param name="ownTimesResume">Until then the own times of mails do not matter; null: they do.</param>
    public void Stop(DateTimeOffset until, DateTimeOffset? ownTimesResume = null)
    {
        lock (gate)
        {
            isStopped = true;
            pauseEnds = until;
            this.ownTimesResume = ownTimesResume;
        }
    }

    /// <summary>Mails have to wait, because somebody else has what they need.</summary>
    public void Wait() => Wait(LookAgain);

    /// <summary>Something is wrong with the queue itself.</summary>
    public void Trouble() => Wait(TroubleDelay);

    /// <summary>Mails have to wait so long.</summary>
    public void Wait(TimeSpan time)
    {
        var until = runner.Now + time;
        lock (gate)
        {
            if (notBefore is null || notBefore < until)
                notBefore = until;
        }
    }

    // Those that somebody wants now, and then those that have waited longest.
    static int Order(QueuedMail one, QueuedMail other)
    {
        var wanted = other.IsWanted.CompareTo(one.IsWanted);
        return wanted != 0 ? wanted : (one.NextAttempt ?? one.Accepted).CompareTo(other.NextAttempt ?? other.Accepted);
    }
}
