using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Queue;

public sealed class FailureClassesTests
{
    public static TheoryData<string, DeliveryFailure> Failures { get; } = new()
    {
        { "Unreachable", Temporary(ExitCode.TempFail, DeliveryStage.Connect) },
        { "Unreachable", new DeliveryFailure(ExitCode.NoHost, DeliveryStage.Resolve, "no such name") },
        { "Unreachable", Temporary(ExitCode.IoErr, DeliveryStage.Greeting) },
        { "Unreachable", Temporary(ExitCode.IoErr, DeliveryStage.Tls) },
        { "Unreachable", Temporary(ExitCode.TempFail, DeliveryStage.Configure) },
        { "Unreachable", Replied(DeliveryStage.Greeting, 450, "no") },
        { "Throttled", Replied(DeliveryStage.Greeting, 421, "too many connections") },
        { "Throttled", Replied(DeliveryStage.Mail, 421, "closing") },
        { "Throttled", Replied(DeliveryStage.Mail, 451, "4.7.1 slow down") },
        { "Throttled", Replied(DeliveryStage.EndOfData, 452, "4.3.2 not now") },
        { "Throttled", Replied(DeliveryStage.Auth, 454, "4.7.0 temporary authentication failure") },
        { "Throttled", Temporary(ExitCode.Protocol, DeliveryStage.Hello) with { ClosingReply = new ServerReply(421, null, ["too many connections"]) } },
        { "Throttled", Temporary(ExitCode.Protocol, DeliveryStage.Rcpt) with { ClosingReply = new ServerReply(421, null, ["too many mails"]) } },
        { "Throttled", Replied(DeliveryStage.Rcpt, 550, "no such user") with { ClosingReply = new ServerReply(421, null, ["too many mails"]) } },
        { "Unreachable", Temporary(ExitCode.Unavailable, DeliveryStage.Tls) with { ClosingReply = new ServerReply(451, null, ["not now"]) } },
        { "Mail", Replied(DeliveryStage.Rcpt, 450, "4.2.0 Greylisted") },
        { "Mail", Replied(DeliveryStage.Rcpt, 451, "4.7.1 Greylisting in action, please come back later") },
        { "Mail", Replied(DeliveryStage.EndOfData, 452, "4.2.2 mailbox full") },
        { "Mail", Replied(DeliveryStage.Rcpt, 550, "5.1.1 no such user") },
        { "Mail", Replied(DeliveryStage.EndOfData, 554, "5.7.1 spam") },
        { "Mail", new DeliveryFailure(ExitCode.Unavailable, DeliveryStage.Mail, "the server does not support SMTPUTF8") },
        { "Held", Replied(DeliveryStage.Auth, 535, "5.7.8 no") },
        { "Held", Replied(DeliveryStage.Mail, 530, "5.7.0 authentication required") },
        { "Held", Replied(DeliveryStage.Greeting, 554, "no") },
        { "Held", new DeliveryFailure(ExitCode.Unavailable, DeliveryStage.Tls, "the certificate is not trusted") },
        { "Held", new DeliveryFailure(ExitCode.Protocol, DeliveryStage.Tls, "the handshake failed") },
        { "Held", new DeliveryFailure(ExitCode.NoPerm, DeliveryStage.Configure, "no password") },
        { "Held", new DeliveryFailure(ExitCode.Config, DeliveryStage.Configure, "account a not found") },
        { "Broken", Temporary(ExitCode.IoErr, DeliveryStage.Data) },
        { "Broken", new DeliveryFailure(ExitCode.Protocol, DeliveryStage.Mail, "the server sent an empty reply") { IsTemporary = true } },
        { "Unknown", new DeliveryFailure(ExitCode.IoErr, DeliveryStage.EndOfData, "lost") { MayHaveBeenDelivered = true } },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void What_has_to_wait_follows_from_how_far_a_mail_came_and_what_was_said(string about, DeliveryFailure failure) =>
        Assert.Equal(about, FailureClasses.Of(failure).ToString());

    [Fact]
    public void Time_goes_on_unless_this_side_is_at_fault() => Assert.Equal(
        ["Held", "Offline", "Stopped"],
        Enum.GetValues<FailureClass>().Where(static failure => !failure.Counts()).Select(static failure => failure.ToString()).Order());

    static DeliveryFailure Temporary(ExitCode exitCode, DeliveryStage stage) => new(exitCode, stage, "no") { IsTemporary = true };

    static DeliveryFailure Replied(DeliveryStage stage, int code, string text)
    {
        var status = text is [var first, '.', var second, '.', var third, ..] ? new EnhancedStatus(first - '0', second - '0', third - '0') : (EnhancedStatus?)null;
        return new DeliveryFailure(ExitCode.Unavailable, stage, "no") { Reply = new ServerReply(code, status, [text]) };
    }
}
