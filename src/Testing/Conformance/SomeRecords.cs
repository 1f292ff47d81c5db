using System.Net.Security;
using System.Security.Authentication;

namespace Msmtp.Testing;

/// <summary>Records of mails with every kind of outcome.</summary>
static class SomeRecords
{
    static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1));

    static readonly SessionFacts Session = new()
    {
        TlsProtocol = SslProtocols.Tls13,
        TlsCipherSuite = TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        Authentication = new AuthenticationResult("PLAIN") { User = "me" },
    };

    public static DeliveryRecord Sent(MailAccount account, string from, params string[] to)
    {
        var envelope = Envelope(from, to);
        var results = envelope.To.Select(static path => new RecipientResult(path, new ServerReply(250, null, ["2.1.5 ok"])));
        var report = new DeliveryReport([.. results]) { FinalReply = new ServerReply(250, null, ["2.0.0 queued"]), MessageSize = 1234, Session = Session };
        return Record(account, envelope, SendResult.Of(report)) with { MessageId = "<1234.5678@example.org>", Duration = TimeSpan.FromMilliseconds(1234) };
    }

    public static IReadOnlyList<DeliveryRecord> Every(MailAccount account)
    {
        var sent = Sent(account, "me@example.org", "you@example.net", "them@example.net");
        var refusal = new DeliveryFailure(ExitCode.DataErr, DeliveryStage.Rcpt, "recipient address you@example.net not accepted by the server")
        {
            Reply = new ServerReply(550, new EnhancedStatus(5, 1, 1), ["5.1.1 no such user", "5.1.1 ask somebody else"]),
        };
        return
        [
            sent,
            // LMTP has no final reply.
            sent with { Result = sent.Result with { FinalReply = null } },
            sent with { Result = sent.Result with { FinalReply = null, Outcome = SendOutcome.PartlySent, Failure = refusal } },
            sent with { Result = sent.Result with { FinalReply = null, Outcome = SendOutcome.Queued, Failure = refusal } },
            Failed(account, "", "you@example.net", new DeliveryFailure(ExitCode.NoHost, DeliveryStage.Resolve, "no such host")),
            Failed(account, "me@example.org", "you@example.net", new DeliveryFailure(ExitCode.TempFail, DeliveryStage.EndOfData, "no answer")
            {
                MayHaveBeenDelivered = true,
            }),
            Sent(account, "J\u00F6rg@\u00FC.example", "\uDCFF@example.net"),
            Sent(account, "me@example.org", [.. Enumerable.Range(0, 200).Select(static i => $"recipient-number-{i}@example.net")]),
        ];
    }

    public static IReadOnlyList<DeliveryRecord> Forged(MailAccount account) =>
    [
        .. ((string[])["a\nb", "a\r\nhost=evil", "a\0b", "a'b\"c", "a\u001b[2Jb", "a\u2028b\u0085c"]).Select(text => Failed(
            account, "me@x", "you@y", new DeliveryFailure(ExitCode.Unavailable, DeliveryStage.Rcpt, text) { Reply = new ServerReply(451, null, [text, text]) })),
    ];

    static DeliveryRecord Failed(MailAccount account, string from, string to, DeliveryFailure failure)
    {
        var envelope = Envelope(from, to);
        return Record(account, envelope, SendResult.Of(failure, envelope.To));
    }

    static SmtpEnvelope Envelope(string from, params string[] to) =>
        new(new ReversePath(from), [.. to.Select(static path => new ForwardPath(path))]);

    static DeliveryRecord Record(MailAccount account, SmtpEnvelope envelope, SendResult result) =>
        new() { Account = account, Envelope = envelope, Time = Time, Result = result };
}
