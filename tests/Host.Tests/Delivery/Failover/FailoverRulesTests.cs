using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Delivery.Failover;

public sealed class FailoverRulesTests
{
    public static TheoryData<string, DeliveryFailure, string> Failures { get; } = new()
    {
        { "a name that is not found", Lost(ExitCode.NoHost, DeliveryStage.Resolve, isTemporary: false), "Next" },
        { "no name server", Lost(ExitCode.NoHost, DeliveryStage.Resolve), "Next" },
        { "refused", Lost(ExitCode.TempFail, DeliveryStage.Connect, isTemporary: false), "Next" },
        { "an address to connect from that is not ours", Lost(ExitCode.OsErr, DeliveryStage.Connect, isTemporary: false), "Stop" },
        { "no greeting", Lost(ExitCode.IoErr, DeliveryStage.Greeting), "Next" },
        { "a greeting that is none", Lost(ExitCode.Protocol, DeliveryStage.Greeting, isTemporary: false), "Next" },
        { "greeting 421", Reply(DeliveryStage.Greeting, 421), "Next" },
        { "greeting 454", Reply(DeliveryStage.Greeting, 454), "Next" },
        { "greeting 554", Reply(DeliveryStage.Greeting, 554), "Stop" },
        { "EHLO 450", Reply(DeliveryStage.Hello, 450), "Next" },
        { "EHLO 550", Reply(DeliveryStage.Hello, 550), "Stop" },
        { "STARTTLS 454", Reply(DeliveryStage.Tls, 454), "Next" },
        { "STARTTLS 502", Reply(DeliveryStage.Tls, 502), "Stop" },
        { "STARTTLS is not offered", Lost(ExitCode.Unavailable, DeliveryStage.Tls, isTemporary: false), "Stop" },
        { "no version in common", Lost(ExitCode.Protocol, DeliveryStage.Tls, isTemporary: false), "Stop" },
        { "a handshake that takes too long", Lost(ExitCode.IoErr, DeliveryStage.Tls), "Next" },
        { "a handshake that is broken off", Lost(ExitCode.Protocol, DeliveryStage.Tls), "Next" },
        { "a certificate", Lost(ExitCode.Unavailable, DeliveryStage.Tls, isTemporary: false), "Stop" },
        { "AUTH 454", Reply(DeliveryStage.Auth, 454), "Next" },
        { "AUTH 535", Reply(DeliveryStage.Auth, 535), "Stop" },
        { "AUTH broken off", Lost(ExitCode.IoErr, DeliveryStage.Auth), "Next" },
        { "a server that does not prove anything", Lost(ExitCode.Protocol, DeliveryStage.Auth, isTemporary: false), "Stop" },
        { "a token that cannot be had now", Lost(ExitCode.TempFail, DeliveryStage.Configure), "Next" },
        { "no password", Lost(ExitCode.NoPerm, DeliveryStage.Configure, isTemporary: false), "Stop" },
        { "MAIL 452", Reply(DeliveryStage.Mail, 452), "Next" },
        { "MAIL 550", Reply(DeliveryStage.Mail, 550), "End" },
        { "MAIL 530", Reply(DeliveryStage.Mail, 530), "Stop" },
        { "RCPT 450", Reply(DeliveryStage.Rcpt, 450), "Next" },
        { "RCPT 550", Reply(DeliveryStage.Rcpt, 550), "End" },
        { "RCPT broken off", Lost(ExitCode.Protocol, DeliveryStage.Rcpt), "Next" },
        { "DATA 451", Reply(DeliveryStage.Data, 451), "Next" },
        { "DATA 554", Reply(DeliveryStage.Data, 554), "End" },
        { "4yz behind the dot", Reply(DeliveryStage.EndOfData, 451), "End" },
        { "nothing behind the dot", Lost(ExitCode.Protocol, DeliveryStage.EndOfData) with { MayHaveBeenDelivered = true }, "End" },
        { "what may have been delivered, wherever", Lost(ExitCode.IoErr, DeliveryStage.Mail) with { MayHaveBeenDelivered = true }, "End" },
    };

    [Theory, MemberData(nameof(Failures))]
    public void A_failure_that_passes_by_itself_is_a_reason_to_go_on(string what, DeliveryFailure failure, string step)
    {
        Assert.True(step == $"{FailoverRules.After(SendResult.Of(failure), hasBegun: false)}", what);
        Assert.Equal(FailoverStep.End, FailoverRules.After(SendResult.Of(failure), hasBegun: true));
    }

    [Theory]
    [InlineData("dead", "grey", "grey")]
    [InlineData("grey", "dead", "grey")]
    [InlineData("grey", "busy", "grey")]
    [InlineData("dead", "busy", "busy")]
    [InlineData("busy", "dead", "dead")]
    [InlineData("dead", "login", "dead")]
    [InlineData("grey", "login", "grey")]
    [InlineData("login", "login", "login")]
    public void The_failure_of_a_mail_is_one_that_passes_and_is_about_it(string first, string second, string reported)
    {
        var results = new[] { Named(first), Named(second) };

        var failure = results[FailoverRules.Reported(results)].Failure;
        Assert.Equal((Named(reported).Failure?.Stage, Named(reported).Failure?.Reply?.Code), (failure?.Stage, failure?.Reply?.Code));
    }

    static SendResult Named(string name) => SendResult.Of(name switch
    {
        "grey" => Reply(DeliveryStage.Rcpt, 450),
        "busy" => Reply(DeliveryStage.Rcpt, 421),
        "login" => Reply(DeliveryStage.Auth, 535),
        _ => Lost(ExitCode.TempFail, DeliveryStage.Connect),
    });

    static DeliveryFailure Lost(ExitCode exitCode, DeliveryStage stage, bool isTemporary = true) => new(exitCode, stage, "it failed") { IsTemporary = isTemporary };

    static DeliveryFailure Reply(DeliveryStage stage, int code) => new(ExitCode.Unavailable, stage, "refused") { Reply = new ServerReply(code, null, ["no"]) };
}
