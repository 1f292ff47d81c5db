namespace Msmtp.Log.File.Tests;

/// <summary>Values that a test needs and does not care about.</summary>
static class Some
{
    /// <summary>A Monday in November, in a half-hour zone.</summary>
    public static readonly LocalTime Time = new(new DateTimeOffset(2026, 11, 2, 6, 5, 9, new TimeSpan(-5, -30, 0)), "EsT");

    public const string RecordLine = "host=h tls=off auth=off from=me@example.org recipients=you@example.net mailsize=0 exitcode=EX_OK";

    public static readonly DeliveryRecord Record = new()
    {
        Account = new MailAccount(AccountSettings.Empty.With(CommonSettings.Host, "h")),
        Envelope = new SmtpEnvelope(new ReversePath("me@example.org"), [new ForwardPath("you@example.net")]),
        Time = Time.Moment,
        Result = new SendResult(SendOutcome.Sent, [new RecipientOutcome(new ForwardPath("you@example.net"), SendOutcome.Sent)]),
    };
}
