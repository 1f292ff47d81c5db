namespace Msmtp.Transport.MailKit;

/// <summary>
/// How long to wait: the account's timeout, restarted whenever octets pass; and, when the caller gives up, no longer than necessary
/// (<see cref="ITransport.SendAsync"/>).
/// </summary>
sealed class Patience : IDisposable
{
    // As in the default transport; RFC 5321 §4.5.3.2.6 grants a server ten minutes, if there is no hurry.
    static readonly TimeSpan ForVerdict = TimeSpan.FromMinutes(5);

    readonly Lock gate = new();
    readonly CancellationTokenSource over;
    readonly CancellationTokenRegistration registration;
    readonly TimeSpan timeout;
    readonly CancellationToken cancellationToken;
    bool isVerdictDue;

    public Patience(TimeSpan? timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        this.timeout = timeout ?? Timeout.InfiniteTimeSpan;
        this.cancellationToken = cancellationToken;
        over = new CancellationTokenSource(this.timeout, time);
        registration = cancellationToken.UnsafeRegister(static patience => (patience as Patience)?.GiveUp(), this);
    }

    /// <summary>Cancelled when time is up.</summary>
    public CancellationToken Token => over.Token;

    /// <summary>Time is up, and not because the caller gave up.</summary>
    public bool IsTimeout => over.IsCancellationRequested && (isVerdictDue || !cancellationToken.IsCancellationRequested);

    TimeSpan Shorter => timeout == Timeout.InfiniteTimeSpan || timeout > ForVerdict ? ForVerdict : timeout;

    /// <summary>Octets have passed.</summary>
    public void Renew()
    {
        lock (gate)
        {
            if (!cancellationToken.IsCancellationRequested)
                over.CancelAfter(timeout);
        }
    }

    /// <summary>Nothing is expected from the network: time stops.</summary>
    public void Pause()
    {
        lock (gate)
        {
            if (!cancellationToken.IsCancellationRequested)
                over.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The end of the message is being sent: from now on the caller's cancellation only limits the wait.</summary>
    /// <exception cref="OperationCanceledException">The caller has already cancelled.</exception>
    public void AwaitVerdict()
    {
        lock (gate)
        {
            // The caller's own token first: its effect on the other comes a moment later.
            cancellationToken.ThrowIfCancellationRequested();
            over.Token.ThrowIfCancellationRequested();
            isVerdictDue = true;
        }
    }

    public void Dispose()
    {
        registration.Dispose();
        over.Dispose();
    }

    void GiveUp()
    {
        lock (gate)
            over.CancelAfter(isVerdictDue ? Shorter : TimeSpan.Zero);
    }
}
