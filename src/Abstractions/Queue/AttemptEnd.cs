namespace Msmtp;

/// <summary>How an attempt to deliver a queued mail ended, and what is to become of the mail.</summary>
/// <param name="Verdict">What is to become of it.</param>
/// <param name="Recipients">The outcomes of all recipients, in the order of the envelope.</param>
public sealed record AttemptEnd(AttemptVerdict Verdict, IReadOnlyList<RecipientOutcome> Recipients)
{
    /// <summary>When it ended.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <inheritdoc cref="QueuedMail.NextAttempt"/>
    public DateTimeOffset? NextAttempt { get; init; }

    /// <inheritdoc cref="QueuedMail.Attempts"/>
    public int Attempts { get; init; }

    /// <inheritdoc cref="QueuedMail.Age"/>
    public TimeSpan Age { get; init; }

    /// <summary>Why it failed; null: it did not.</summary>
    public DeliveryFailure? Failure { get; init; }

    /// <inheritdoc cref="QueuedMail.IsDelayReported"/>
    public bool IsDelayReported { get; init; }

    /// <summary>Whether it was delivered is not known: the end of the message was sent and no reply came back.</summary>
    public bool IsUnknown { get; init; }
}

/// <summary>What is to become of a queued mail after an attempt.</summary>
public enum AttemptVerdict
{
    /// <summary>It is tried again.</summary>
    Retry,

    /// <summary>It waits until somebody releases it.</summary>
    Hold,

    /// <summary>It is over, and can be removed.</summary>
    Done,

    /// <summary>It is given up, and kept.</summary>
    Dead,
}
