using Msmtp.Text;

namespace Msmtp.Testing;

/// <summary>Mails for queues to keep.</summary>
static class SomeQueuedMail
{
    public static readonly MailOrigin Origin = new() { Account = "work", File = "/home/me/.msmtprc", Folder = "/home/me/a\tb", Overrides = ["host mail.example.org", "tls on"] };

    public static readonly DeliveryFailure Failure = new(ExitCode.TempFail, DeliveryStage.Rcpt, "a recipient was not accepted\tat the moment")
    {
        Reply = new ServerReply(451, new EnhancedStatus(4, 7, 1), ["4.7.1 greylisted", "4.7.1 try\tagain \\ later"]),
        Explanation = "greylisted",
        Advice = "wait",
        IsTemporary = true,
        MayHaveBeenDelivered = true,
    };

    public static QueueSubmission Of(string text, params string[] to) => Of(OctetText.Encode(text), to);

    public static QueueSubmission Of(byte[] body, params string[] to) => new(
        Envelope("me@example.org", to), new MessageContent("Subject: x\n\n"u8.ToArray(), new MemoryStream(body)), Origin);

    public static SmtpEnvelope Envelope(string from, params string[] to) =>
        new(new ReversePath(from), [.. (to.Length > 0 ? to : ["you@example.net"]).Select(static path => new ForwardPath(path))]);

    /// <summary>An attempt that ended for each recipient with its outcome.</summary>
    public static AttemptEnd End(QueuedMail mail, AttemptVerdict verdict, params SendOutcome[] outcomes) => new(
        verdict,
        [.. mail.Recipients.Select((each, i) => i < outcomes.Length
            ? each with { Outcome = outcomes[i], Reply = new ServerReply(250 + i, null, [$"reply {i}"]) }
            : each)])
    {
        Time = mail.Accepted + TimeSpan.FromMinutes(1),
        NextAttempt = mail.Accepted + TimeSpan.FromMinutes(3),
        Attempts = mail.Attempts + 1,
        Age = mail.Age + TimeSpan.FromSeconds(61),
        Failure = Failure,
    };

    public static void AssertSame(DeliveryFailure? expected, DeliveryFailure? actual)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is null || actual is null)
            return;
        Assert.Equal(expected with { Reply = null }, actual with { Reply = null });
        AssertSame(expected.Reply, actual.Reply);
    }

    public static void AssertSame(ServerReply? expected, ServerReply? actual)
    {
        Assert.Equal(expected?.Code, actual?.Code);
        Assert.Equal(expected?.Status, actual?.Status);
        Assert.Equal(expected?.Lines, actual?.Lines);
    }
}
