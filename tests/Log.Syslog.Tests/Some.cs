namespace Msmtp.Log.Syslog.Tests;

/// <summary>Values that a test needs and does not care about.</summary>
static class Some
{
    public static readonly DeliveryRecord Record = new()
    {
        Account = new MailAccount(AccountSettings.Empty.With(CommonSettings.Host, "localhost")),
        Envelope = new SmtpEnvelope(new ReversePath("a@localhost"), [new ForwardPath("alice@localhost")]),
        Time = new DateTimeOffset(2026, 11, 22, 11, 48, 41, TimeSpan.Zero),
        Result = new SendResult(SendOutcome.Sent, [new RecipientOutcome(new ForwardPath("alice@localhost"), SendOutcome.Sent)])
        {
            FinalReply = new ServerReply(250, new EnhancedStatus(2, 0, 0), ["2.0.0 Ok: queued as CD734B28318"]),
            MessageSize = 158,
        },
    };

    public static readonly DeliveryRecord Refused = Record with
    {
        Result = SendResult.Of(new DeliveryFailure(ExitCode.TempFail, DeliveryStage.Connect, "cannot connect to localhost, port 39999: Connection refused"), Record.Envelope.To),
    };
}
