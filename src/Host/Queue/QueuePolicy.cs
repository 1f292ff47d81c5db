namespace Msmtp.Hosting;

/// <summary>
/// Decides what becomes of a queued mail after an attempt, or after a time in which it could not be tried: for every store. Nothing here does
/// I/O.
/// </summary>
/// <param name="Expiry">How old a mail becomes before it is given up.</param>
/// <param name="HoldsUnknown">A mail that may have been delivered waits for its sender's decision.</param>
sealed record QueuePolicy(TimeSpan Expiry, bool HoldsUnknown)
{
    // RFC 5321 §4.5.3.1.10: also said to those for whom there is no room in this transaction, and who are to be sent the mail in another one.
    const int TooManyRecipients = 452;

    static readonly TimeSpan ShortestDelay = TimeSpan.FromMinutes(1);

    public static QueuePolicy Of(AccountSettings settings) =>
        new(settings.Get(QueueSettings.Expiry) ?? TimeSpan.FromDays(5), settings.Get(QueueSettings.HoldsUnknown));

    /// <summary>The mail may have been delivered, and its sender has not decided yet: it must not be tried.</summary>
    public bool MustAsk(QueuedMail mail) => HoldsUnknown && mail.IsUnknown && mail.LastFailure is not { MayHaveBeenDelivered: true };

    /// <summary>The end of an attempt on a mail that must not be tried.</summary>
    public static AttemptEnd Asked(QueuedMail mail, DateTimeOffset now) => new(AttemptVerdict.Hold, mail.Recipients)
    {
        Time = now,
        Attempts = mail.Attempts,
        Age = mail.Age,
        Failure = new DeliveryFailure(ExitCode.TempFail, DeliveryStage.EndOfData, "an attempt was interrupted, and the mail may have been delivered")
        {
            MayHaveBeenDelivered = true,
        },
        IsDelayReported = mail.IsDelayReported,
        IsUnknown = true,
    };

    /// <summary>Decides.</summary>
    public QueueVerdict Judge(QueuedMail mail, AttemptFacts attempt)
    {
        var recipients = Merged(mail, attempt);
        var refused = new List<RecipientOutcome>();
        var waiting = new List<RecipientOutcome>();
        for (var i = 0; i < recipients.Length; i++)
        {
            if (IsWaiting(recipients[i]))
                waiting.Add(recipients[i]);
            else if (recipients[i].Outcome != SendOutcome.Sent && IsWaiting(mail.Recipients[i]))
                refused.Add(recipients[i]);
        }
        var goesOn = HasProgress(mail, recipients) && waiting.Exists(static recipient => recipient.Reply is { Code: TooManyRecipients });
        var counts = !goesOn && (attempt.Class is not { } failure || failure.Counts());
        var end = new AttemptEnd(Verdict(recipients, waiting.Count), recipients)
        {
            Time = attempt.Time,
            Attempts = counts ? mail.Attempts + 1 : mail.Attempts,
            Age = counts ? mail.Age + attempt.Elapsed : mail.Age,
            Failure = Told(mail, attempt.Failure),
            IsDelayReported = mail.IsDelayReported,
            IsUnknown = waiting.Count > 0 && (mail.IsUnknown || attempt.Class == FailureClass.Unknown),
        };
        if (waiting.Count == 0)
            return new QueueVerdict(end) { Refused = refused };
        if (attempt.Class == FailureClass.Unknown && HoldsUnknown)
            return new QueueVerdict(end with { Verdict = AttemptVerdict.Hold }) { Refused = refused };
        if (counts && end.Age >= Expiry)
            return new QueueVerdict(end with { Verdict = AttemptVerdict.Dead }) { Refused = refused, Expired = waiting };
        var isLate = counts && end.Age >= QueueSchedule.NoticeAge && !mail.IsDelayReported;
        return new QueueVerdict(end with { NextAttempt = goesOn ? attempt.Time : Next(end, attempt), IsDelayReported = mail.IsDelayReported || isLate })
        {
            Refused = refused,
            Late = isLate ? waiting : [],
        };
    }

    /// <summary>The recipient does not have the mail yet.</summary>
    public static bool IsWaiting(RecipientOutcome recipient) =>
        recipient.Outcome is not SendOutcome.Sent and not SendOutcome.Refused and not SendOutcome.NotSent;

    // Whoever has been asked about a mail that may have been delivered, and has released it, is not asked again because the server is down.
    static DeliveryFailure? Told(QueuedMail mail, DeliveryFailure? failure) =>
        failure is not null && mail is { IsUnknown: true, LastFailure.MayHaveBeenDelivered: true } ? failure with { MayHaveBeenDelivered = true } : failure;

    static bool HasProgress(QueuedMail before, RecipientOutcome[] after)
    {
        for (var i = 0; i < after.Length; i++)
            if (after[i].Outcome == SendOutcome.Sent && IsWaiting(before.Recipients[i]))
                return true;
        return false;
    }

    static AttemptVerdict Verdict(RecipientOutcome[] recipients, int waiting)
    {
        if (waiting > 0)
            return AttemptVerdict.Retry;
        return Array.TrueForAll(recipients, static recipient => recipient.Outcome == SendOutcome.Sent) ? AttemptVerdict.Done : AttemptVerdict.Dead;
    }

    // The last attempt is when the mail's time is up, not after it.
    DateTimeOffset Next(AttemptEnd end, AttemptFacts attempt)
    {
        if (attempt.Class == FailureClass.Stopped)
            return attempt.Time;
        var delay = QueueSchedule.Delay(end.Attempts, attempt.Chance);
        var rest = Expiry - end.Age;
        if (rest < delay)
            delay = rest > ShortestDelay ? rest : ShortestDelay;
        return attempt.Time + delay;
    }

    // Those of the attempt are those who were waiting, in their order.
    static RecipientOutcome[] Merged(QueuedMail mail, AttemptFacts attempt)
    {
        var recipients = new RecipientOutcome[mail.Recipients.Count];
        var next = 0;
        for (var i = 0; i < recipients.Length; i++)
        {
            recipients[i] = mail.Recipients[i];
            if (IsWaiting(recipients[i]) && next < attempt.Recipients.Count)
                recipients[i] = Waits(attempt.Recipients[next++], attempt);
        }
        return recipients;
    }

    static RecipientOutcome Waits(RecipientOutcome outcome, AttemptFacts attempt) => outcome.Outcome switch
    {
        SendOutcome.Unknown => outcome with { Outcome = SendOutcome.Deferred },
        // The account's fault, or that of another recipient who was refused: this one was not.
        SendOutcome.NotSent when attempt.Class is { } failure && (failure.IsOfAccount() || attempt.Failure is { Stage: DeliveryStage.Rcpt, Reply: not null }) =>
            outcome with { Outcome = SendOutcome.Deferred },
        _ => outcome,
    };
}

/// <summary>What an attempt came to, or the time without one.</summary>
/// <param name="Recipients">The outcomes of those recipients who were waiting, in their order; empty: it was not tried.</param>
/// <param name="Time">When it ended.</param>
sealed record AttemptFacts(IReadOnlyList<RecipientOutcome> Recipients, DateTimeOffset Time)
{
    /// <summary>Why it failed; null: it did not.</summary>
    public DeliveryFailure? Failure { get; init; }

    /// <summary>What the failure is about; null: there is none.</summary>
    public FailureClass? Class { get; init; }

    /// <summary>By how much the mail has aged.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Between -1 and 1.</summary>
    public double Chance { get; init; }
}

/// <summary>What becomes of a mail, and of what its sender is told.</summary>
/// <param name="End">What the store notes.</param>
sealed record QueueVerdict(AttemptEnd End)
{
    /// <summary>Recipients who were refused in this attempt.</summary>
    public IReadOnlyList<RecipientOutcome> Refused { get; init; } = [];

    /// <summary>Recipients for whom the mail is given up because its time is over.</summary>
    public IReadOnlyList<RecipientOutcome> Expired { get; init; } = [];

    /// <summary>Recipients for whom the mail is late. Of that the sender is told once.</summary>
    public IReadOnlyList<RecipientOutcome> Late { get; init; } = [];
}
