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
}
