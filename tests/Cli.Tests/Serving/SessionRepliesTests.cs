namespace Msmtp.Cli.Tests.Serving;

public sealed class SessionRepliesTests
{
    [Theory]
    [InlineData(ExitCode.NoHost, "451 4.0.0 x")]
    [InlineData(ExitCode.Unavailable, "451 4.0.0 x")]
    [InlineData(ExitCode.OsErr, "451 4.0.0 x")]
    [InlineData(ExitCode.TempFail, "451 4.0.0 x")]
    [InlineData(ExitCode.Config, "554 5.0.0 x")]
    [InlineData(ExitCode.NoPerm, "554 5.0.0 x")]
    [InlineData(ExitCode.DataErr, "554 5.0.0 x")]
    public void Exit_statuses_are_those_of_msmtpd(ExitCode exitCode, string reply) =>
        Assert.Equal(reply, SessionReplies.Of(new DeliveryFailure(exitCode, DeliveryStage.Configure, "x")).ToString());

    [Theory]
    [InlineData(DeliveryStage.Rcpt, 550, "550")]
    [InlineData(DeliveryStage.EndOfData, 452, "452")]
    [InlineData(DeliveryStage.Data, 554, "554")]
    [InlineData(DeliveryStage.Auth, 535, "554")]
    [InlineData(DeliveryStage.Greeting, 421, "451")]
    public void What_the_server_says_of_the_mail_is_passed_on_and_its_refusal_of_a_login_is_not(DeliveryStage stage, int code, string passed)
    {
        var reply = new ServerReply(code, new EnhancedStatus(code / 100, 1, 1), ["5.1.1 why"]);
        var failure = new DeliveryFailure(ExitCode.DataErr, stage, "x") { Reply = reply };

        var told = SessionReplies.Of(failure);

        Assert.Equal(passed, $"{told.Code}");
        Assert.Equal(told.Code / 100, told.Status![0] - '0');
        Assert.Contains("server message: 5.1.1 why", told.Lines);
    }

    [Fact]
    public void What_may_have_been_delivered_is_not_over()
    {
        var failure = new DeliveryFailure(ExitCode.IoErr, DeliveryStage.EndOfData, "x") { MayHaveBeenDelivered = true };

        Assert.Equal(451, SessionReplies.Of(failure).Code);
    }

    [Fact]
    public void No_reply_can_be_broken_by_what_is_in_it()
    {
        var told = SessionReplies.Of(new DeliveryFailure(ExitCode.Config, DeliveryStage.Configure, "a\r\n250 ok" + new string('x', 1000)));

        Assert.Equal(400, told.Lines[0].Length);
        Assert.StartsWith("a??250 ok", told.Lines[0], StringComparison.Ordinal);
    }
}
