namespace Msmtp.Hosting;

/// <summary>Counts what workers have done.</summary>
sealed class QueueTally
{
    int sent;
    int deferred;
    int dead;
    int held;
    int notices;

    public QueueRunSummary Summary => new(sent, deferred, dead, held);

    /// <summary>The number of notices to senders that were put.</summary>
    public int Notices => notices;

    public void Told(int count) => Interlocked.Add(ref notices, count);

    public void Count(AttemptVerdict verdict)
    {
        switch (verdict)
        {
            case AttemptVerdict.Done:
                Interlocked.Increment(ref sent);
                break;
            case AttemptVerdict.Retry:
                Interlocked.Increment(ref deferred);
                break;
            case AttemptVerdict.Hold:
                Interlocked.Increment(ref held);
                break;
            default:
                Interlocked.Increment(ref dead);
                break;
        }
    }
}

/// <summary>What a run has done.</summary>
sealed record QueueRunSummary(int Sent, int Deferred, int Dead, int Held);
