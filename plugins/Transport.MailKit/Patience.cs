namespace Msmtp.Transport.MailKit;

/// <summary>
/// How long something is waited for: the account's timeout, counted anew whenever octets pass; and, when the caller gives up, no longer
/// than it must be (<see cref="ITransport.SendAsync"/>).
/// </summary>
sealed class Patience : IDisposable
{
    // As the default transport has it; RFC 5321 §4.5.3.2.6 grants a server ten minutes when nobody is in a hurry.
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

    /// <summary>Cancelled when it has come to its end.</summary>
    public CancellationToken Token => over.Token;

    /// <summary>It ended by itself, not because the caller gave up.</summary>
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

    /// <summary>Nothing is awaited from the network.</summary>
    public void Pause()
    {
        lock (gate)
        {
            if (!cancellationToken.IsCancellationRequested)
                over.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The message is going out to its end: from now on the caller's cancellation only limits the time.</summary>
    /// <exception cref="OperationCanceledException">It came before.</exception>
    public void AwaitVerdict()
    {
        lock (gate)
        {
            // The caller's own word: what it has set in motion is only heard a moment later.
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
