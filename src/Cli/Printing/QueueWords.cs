namespace Msmtp.Cli;

/// <summary>What a user hears of a change to a queued mail. Nothing here does I/O.</summary>
static class QueueWords
{
    /// <summary>What was done.</summary>
    public static string Done(QueueChange change) => change switch
    {
        QueueChange.Hold => "held",
        QueueChange.Release => "released",
        QueueChange.Retry => "due now",
        _ => "deleted",
    };

    /// <summary>Why it was not done.</summary>
    public static string Refusal(QueuedMail mail) => mail.State == QueuedMailState.Dead
        ? "has been given up: it can be tried again or deleted"
        : "is being delivered at the moment";

    /// <summary>Why it is not sent now; null: it can be.</summary>
    public static string? Hindrance(QueuedMail mail) => mail.State switch
    {
        QueuedMailState.Held => "is held: it can be released or tried again",
        QueuedMailState.Dead => Refusal(mail),
        _ => null,
    };

    /// <summary>Why it has not been sent, after an attempt; null: it is not in the queue any more.</summary>
    public static string NotSent(QueuedMail? mail) => mail switch
    {
        null => "is not in the queue any more: another process has sent or deleted it",
        { IsTaken: true } => "is being delivered at the moment",
        { LastFailure: { } failure } => $"has not been sent: {failure.Message}",
        _ => "has not been sent: it was not its turn",
    };
}
