namespace Msmtp.Hosting;

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
