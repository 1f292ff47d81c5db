namespace Msmtp.Hosting;

/// <summary>A connection rented by one mail. Disposing it gives it back, once, and never throws.</summary>
/// <param name="transport">The connection itself.</param>
/// <param name="giveBack">Takes it back.</param>
sealed class PooledConnection(ITransport transport, Func<PooledConnection, ValueTask> giveBack) : IAsyncDisposable
{
    bool isBack;

    public ITransport Transport => transport;

    /// <summary>The number of mails over it so far, including this one.</summary>
    public int Mails { get; init; } = 1;

    /// <summary>The mail has ended, so the connection may be ready for another one. False: something broke.</summary>
    public bool HasEnded { get; set; }

    /// <summary>
    /// Cancels the check whether it is ready for another mail; null: it has not been checked yet. Never disposed: there is nothing to free.
    /// </summary>
    public CancellationTokenSource? Patience { get; set; }

    public ValueTask DisposeAsync()
    {
        if (isBack)
            return default;
        isBack = true;
        return giveBack(this);
    }
}

/// <summary>
/// A kept connection can break between the check whether it is ready and the mail. That is not a failure of the mail, as long as nothing of
/// it has been sent. Nothing here does I/O.
/// </summary>
static class StaleConnection
{
    /// <summary>RFC 5321 §3.8: the server closes the connection; it may reply so to any command.</summary>
    const int ServiceNotAvailable = 421;

    /// <summary>The connection had broken before the mail began, so another one can carry it.</summary>
    public static bool Explains(DeliveryFailure failure, MessageContent content) =>
        failure is { Stage: DeliveryStage.Mail, MayHaveBeenDelivered: false }
        && (failure.Reply is { Code: ServiceNotAvailable } || failure is { Reply: null, ExitCode: ExitCode.IoErr or ExitCode.Protocol })
        // A transport that reports the stage MAIL has not read the body; that is checked.
        && !content.HasBegun;
}
