namespace Msmtp.Hosting;

/// <summary>What is in a queue at one moment.</summary>
sealed class QueueFacts
{
    public int Waiting { get; private set; }

    public int Held { get; private set; }

    public int Dead { get; private set; }

    /// <summary>When the oldest mail was accepted that waits or is held; null: there is none.</summary>
    public DateTimeOffset? Oldest { get; private set; }

    public void Add(QueuedMail mail)
    {
        if (mail.State == QueuedMailState.Dead)
        {
            Dead++;
            return;
        }
        if (mail.State == QueuedMailState.Held)
            Held++;
        else
            Waiting++;
        if (Oldest is null || mail.Accepted < Oldest)
            Oldest = mail.Accepted;
    }
}
