namespace Msmtp.Hosting;

/// <summary>Which failures of a delivery pass by themselves. Nothing here does I/O.</summary>
static class PassingFailure
{
    // RFC 5321 §3.8: the server closes the connection; it may reply so to any command.
    const int ServiceNotAvailable = 421;

    /// <summary>
    /// Login, encryption, secrets and configuration do not mend themselves: who sends the mail is told at once. A server that is out of reach, or a
    /// token that cannot be had without a network, is another matter.
    /// </summary>
    public static bool IsOfTheDelivery(DeliveryFailure failure) => failure.Reply is { IsTransient: true } || failure.IsTemporary || failure.Stage switch
    {
        DeliveryStage.Configure or DeliveryStage.Auth => false,
        DeliveryStage.Tls => failure.ExitCode == ExitCode.IoErr,
        _ => true,
    };

    /// <summary>The server is out of reach or does nothing for anybody: another mail would fare no better.</summary>
    public static bool IsOfTheServer(DeliveryFailure failure) =>
        failure.Stage < DeliveryStage.Mail || (failure.ClosingReply ?? failure.Reply) is { Code: ServiceNotAvailable };
}
