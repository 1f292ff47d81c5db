namespace Msmtp.Hosting;

/// <summary>A connection in the hands of one mail. Disposing it gives it back, once, and never throws.</summary>
/// <param name="transport">The connection itself.</param>
/// <param name="giveBack">Takes it back.</param>
sealed class PooledConnection(ITransport transport, Func<PooledConnection, ValueTask> giveBack) : IAsyncDisposable
{
    bool isBack;

    public ITransport Transport => transport;

    /// <summary>Mails that went over it so far, this one included.</summary>
    public int Mails { get; init; } = 1;

    /// <summary>The mail came to an end: the connection can be asked whether it is ready for another. Not set: something broke.</summary>
    public bool HasEnded { get; set; }

    /// <summary>
    /// Ends the question whether it is ready for another mail; null: nobody has asked yet. Never disposed, which would be for nothing.
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
/// A kept connection can end between the question whether it is ready and the mail. That is no failure of the mail's, as long as nothing
/// of it has gone out. Nothing here does I/O.
/// </summary>
static class StaleConnection
{
    /// <summary>RFC 5321 §3.8: the server closes the channel; it may say so in reply to any command.</summary>
    const int ServiceNotAvailable = 421;

    /// <summary>The connection was at its end before the mail began, so that another one may carry it.</summary>
    public static bool Explains(DeliveryFailure failure, MessageContent content) =>
        failure is { Stage: DeliveryStage.Mail, MayHaveBeenDelivered: false }
        && (failure.Reply is { Code: ServiceNotAvailable } || failure is { Reply: null, ExitCode: ExitCode.IoErr or ExitCode.Protocol })
        // A transport that says that it was at MAIL has not asked for the body. It is not taken at its word.
        && !content.HasBegun;
}
