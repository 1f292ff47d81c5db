namespace Msmtp;

/// <summary>A mail in a queue, without its message.</summary>
public sealed record QueuedMail
{
    /// <summary>Its name in the queue: letters and digits, unique for as long as the queue exists.</summary>
    public required string Id { get; init; }

    /// <summary>The sender, and all recipients for whom it was put.</summary>
    public required SmtpEnvelope Envelope { get; init; }

    /// <summary>How it is to be sent.</summary>
    public required MailOrigin Origin { get; init; }

    /// <summary>What became of it for each recipient so far, in the order of the envelope; <see cref="SendOutcome.Deferred"/>: still to be sent.</summary>
    public required IReadOnlyList<RecipientOutcome> Recipients { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset Accepted { get; init; }

    /// <summary>The size of the message in octets, as it is stored.</summary>
    public long Size { get; init; }

    /// <inheritdoc cref="DeliveryRecord.MessageId"/>
    public string? MessageId { get; init; }

    /// <inheritdoc cref="QueueSubmission.Submitter"/>
    public string? Submitter { get; init; }

    /// <summary>Whether it waits, is held or dead.</summary>
    public QueuedMailState State { get; init; }

    /// <summary>When it is to be tried next; null: at once.</summary>
    public DateTimeOffset? NextAttempt { get; init; }

    /// <summary>The number of attempts so far that count for its schedule.</summary>
    public int Attempts { get; init; }

    /// <summary>
    /// How long it has been waiting, without the time in which it could not be tried: while the machine was off or asleep, there was no
    /// network, or its account was held.
    /// </summary>
    public TimeSpan Age { get; init; }

    /// <summary>When its last attempt ended; null: there was none.</summary>
    public DateTimeOffset? LastAttempt { get; init; }

    /// <summary>Why the last attempt failed; null: there was none, or it is not known.</summary>
    public DeliveryFailure? LastFailure { get; init; }

    /// <summary>Its sender has been told that it is late.</summary>
    public bool IsDelayReported { get; init; }

    /// <summary>An attempt has begun and its end is not known: it may have been delivered.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>
    /// Somebody wants it tried now, whatever is known of its account's server. Every attempt ends that; without it, a mail that has no
    /// <see cref="NextAttempt"/> waits like any other while its account does.
    /// </summary>
    public bool IsWanted { get; init; }

    /// <summary>Somebody is delivering it at the moment.</summary>
    public bool IsTaken { get; init; }

    /// <summary>A mail that has just been accepted, for stores.</summary>
    /// <param name="mail">What was put.</param>
    /// <param name="id">Its name.</param>
    /// <param name="accepted">The time.</param>
    /// <param name="size">The size of the message as it is stored.</param>
    public static QueuedMail Of(QueueSubmission mail, string id, DateTimeOffset accepted, long size)
    {
        ArgumentNullException.ThrowIfNull(mail);
        return new QueuedMail
        {
            Id = id,
            Envelope = mail.Envelope,
            Origin = mail.Origin,
            Recipients = [.. mail.Envelope.To.Select(static path => new RecipientOutcome(path, SendOutcome.Deferred))],
            Accepted = accepted,
            Size = size,
            MessageId = mail.MessageId,
            Submitter = mail.Submitter,
            State = mail.IsHeld ? QueuedMailState.Held : QueuedMailState.Waiting,
            NextAttempt = mail.NextAttempt,
            Attempts = mail.Attempts,
            LastAttempt = mail.Attempts > 0 || mail.LastFailure is not null || mail.IsUnknown ? accepted : null,
            LastFailure = mail.LastFailure,
            IsUnknown = mail.IsUnknown,
        };
    }

    /// <summary>
    /// The mail once an attempt on it has begun, for stores: it may be delivered from now on, and nobody has been asked about that yet.
    /// </summary>
    public QueuedMail AfterBegin() => this with
    {
        IsUnknown = true,
        LastFailure = LastFailure is { MayHaveBeenDelivered: true } asked ? asked with { MayHaveBeenDelivered = false } : LastFailure,
    };

    /// <summary>The mail after an attempt, for stores; one that is <see cref="AttemptVerdict.Done"/> is removed instead.</summary>
    public QueuedMail After(AttemptEnd end)
    {
        ArgumentNullException.ThrowIfNull(end);
        return this with
        {
            Recipients = end.Recipients,
            State = end.Verdict switch
            {
                AttemptVerdict.Hold => QueuedMailState.Held,
                AttemptVerdict.Dead => QueuedMailState.Dead,
                _ => QueuedMailState.Waiting,
            },
            NextAttempt = end.NextAttempt,
            Attempts = end.Attempts,
            Age = end.Age,
            LastAttempt = end.Time,
            LastFailure = end.Failure,
            IsDelayReported = end.IsDelayReported,
            IsUnknown = end.IsUnknown,
            IsWanted = false,
        };
    }

    /// <summary>The mail after a change, for stores; <see cref="QueueChange.Delete"/> removes it instead.</summary>
    /// <returns>Null: a mail in its state cannot be changed so.</returns>
    public QueuedMail? After(QueueChange change) => change switch
    {
        QueueChange.Hold when State != QueuedMailState.Dead => this with { State = QueuedMailState.Held },
        // An attempt that ended with a hold has left it no time of its own.
        QueueChange.Release when State != QueuedMailState.Dead =>
            this with { State = QueuedMailState.Waiting, IsWanted = IsWanted || NextAttempt is null && LastAttempt is not null },
        QueueChange.Retry when State == QueuedMailState.Waiting => this with { NextAttempt = null, IsWanted = true },
        QueueChange.Retry => Anew(),
        _ => null,
    };

    QueuedMail Anew() => this with
    {
        Recipients = State == QueuedMailState.Dead ? [.. Recipients.Select(Pending)] : Recipients,
        State = QueuedMailState.Waiting,
        NextAttempt = null,
        IsWanted = true,
        Attempts = 0,
        Age = TimeSpan.Zero,
        IsDelayReported = false,
    };

    static RecipientOutcome Pending(RecipientOutcome outcome) =>
        outcome.Outcome == SendOutcome.Sent ? outcome : outcome with { Outcome = SendOutcome.Deferred };
}

/// <summary>What a queue does with a mail.</summary>
public enum QueuedMailState
{
    /// <summary>It is tried when it is due.</summary>
    Waiting,

    /// <summary>It is not tried until somebody releases it.</summary>
    Held,

    /// <summary>It was given up, and is kept for its sender.</summary>
    Dead,
}

/// <summary>What a user wants of a mail in a queue.</summary>
public enum QueueChange
{
    /// <summary>Not to be tried until it is released.</summary>
    Hold,

    /// <summary>To be tried again as its schedule has it, after having been held.</summary>
    Release,

    /// <summary>
    /// To be tried now; also one that is held or dead, whose time then begins anew. A dead one is tried for all recipients that do not have it.
    /// </summary>
    Retry,

    /// <summary>To be removed without being delivered, and without a notification to its sender.</summary>
    Delete,
}
