namespace Msmtp.Abstractions.Tests.Mail;

public sealed class SendResultTests
{
    static readonly ServerReply Ok = new(250, null, ["ok"]);
    static readonly ServerReply Later = new(450, null, ["later"]);
    static readonly ServerReply Never = new(550, null, ["never"]);

    [Fact]
    public void Taken_for_everybody_is_sent()
    {
        var result = SendResult.Of(Report(null, Ok, Ok) with { FinalReply = Ok });

        Assert.Equal(SendOutcome.Sent, result.Outcome);
        Assert.All(result.Recipients, static recipient => Assert.Equal(SendOutcome.Sent, recipient.Outcome));
    }

    [Fact]
    public void Stopped_by_one_refusal_is_refused_and_not_sent_to_the_others()
    {
        var result = SendResult.Of(Report(new DeliveryFailure(ExitCode.DataErr, DeliveryStage.Rcpt, "no") { Reply = Never }, Ok, Never));

        Assert.Equal(SendOutcome.Refused, result.Outcome);
        Assert.Equal([SendOutcome.NotSent, SendOutcome.Refused], result.Recipients.Select(static recipient => recipient.Outcome));
    }

    [Fact]
    public void Stopped_by_one_temporary_refusal_the_others_may_be_tried_again_too()
    {
        var result = SendResult.Of(Report(new DeliveryFailure(ExitCode.Unavailable, DeliveryStage.Rcpt, "no") { Reply = Later }, Ok, Later, null));

        Assert.Equal(SendOutcome.Deferred, result.Outcome);
        Assert.All(result.Recipients, static recipient => Assert.Equal(SendOutcome.Deferred, recipient.Outcome));
        Assert.Equal([Ok, Later, null], result.Recipients.Select(static recipient => recipient.Reply));
    }

    [Fact]
    public void Refused_for_some_and_put_off_for_others_is_worth_another_try()
    {
        var result = SendResult.Of(Report(new DeliveryFailure(ExitCode.DataErr, DeliveryStage.Rcpt, "no") { Reply = Never }, Never, Later));

        Assert.Equal(SendOutcome.Deferred, result.Outcome);
        Assert.Equal([SendOutcome.Refused, SendOutcome.Deferred], result.Recipients.Select(static recipient => recipient.Outcome));
    }

    [Theory]
    [InlineData(554, SendOutcome.Refused)]
    [InlineData(451, SendOutcome.Deferred)]
    public void What_ends_the_mail_for_the_rest_is_their_outcome_and_their_reply(int code, SendOutcome outcome)
    {
        var last = new ServerReply(code, null, ["no"]);
        var failure = new DeliveryFailure(ExitCode.Unavailable, DeliveryStage.EndOfData, "no") { Reply = last };

        var result = SendResult.Of(Report(failure, Never, Ok));

        Assert.Equal([(SendOutcome.Refused, Never), (outcome, last)], result.Recipients.Select(static recipient => (recipient.Outcome, recipient.Reply)));
    }

    [Fact]
    public void Taken_for_some_is_partly_sent()
    {
        var result = SendResult.Of(Report(new DeliveryFailure(ExitCode.Unavailable, DeliveryStage.Rcpt, "no") { Reply = Later }, Ok, Later) with { FinalReply = Ok });

        Assert.Equal(SendOutcome.PartlySent, result.Outcome);
        Assert.Equal([SendOutcome.Sent, SendOutcome.Deferred], result.Recipients.Select(static recipient => recipient.Outcome));
    }

    [Fact]
    public void Lmtp_has_no_final_reply_and_sends_to_each()
    {
        var result = SendResult.Of(Report(new DeliveryFailure(ExitCode.Unavailable, DeliveryStage.EndOfData, "some"), Ok, Later) with { MessageSize = 12 });

        Assert.Equal(SendOutcome.PartlySent, result.Outcome);
        Assert.Equal([SendOutcome.Sent, SendOutcome.Deferred], result.Recipients.Select(static recipient => recipient.Outcome));
    }

    [Fact]
    public void Lmtp_that_falls_silent_leaves_the_rest_unknown()
    {
        var silent = new DeliveryFailure(ExitCode.Protocol, DeliveryStage.EndOfData, "silence") { MayHaveBeenDelivered = true };
        var result = SendResult.Of(Report(silent, Ok, null) with { MessageSize = 12 });

        Assert.Equal(SendOutcome.Unknown, result.Outcome);
        Assert.Equal([SendOutcome.Sent, SendOutcome.Unknown], result.Recipients.Select(static recipient => recipient.Outcome));
    }

    [Theory]
    [InlineData(ExitCode.TempFail, DeliveryStage.Connect, SendOutcome.Deferred)]
    [InlineData(ExitCode.NoHost, DeliveryStage.Resolve, SendOutcome.Deferred)]
    [InlineData(ExitCode.IoErr, DeliveryStage.Data, SendOutcome.Deferred)]
    [InlineData(ExitCode.IoErr, DeliveryStage.Configure, SendOutcome.NotSent)]
    [InlineData(ExitCode.Config, DeliveryStage.Configure, SendOutcome.NotSent)]
    [InlineData(ExitCode.Unavailable, DeliveryStage.Tls, SendOutcome.NotSent)]
    public void A_failure_without_a_reply_goes_by_what_failed(ExitCode exitCode, DeliveryStage stage, SendOutcome outcome)
    {
        Assert.Equal(outcome, new MailException(exitCode, stage, "no").Result.Outcome);
        Assert.Equal(SendOutcome.Unknown, new MailException(new DeliveryFailure(exitCode, stage, "no") { MayHaveBeenDelivered = true }).Result.Outcome);
    }

    [Theory]
    [InlineData(DeliveryStage.Greeting, 421, SendOutcome.Deferred)]
    [InlineData(DeliveryStage.Greeting, 554, SendOutcome.NotSent)]
    [InlineData(DeliveryStage.Hello, 504, SendOutcome.NotSent)]
    [InlineData(DeliveryStage.Tls, 454, SendOutcome.Deferred)]
    [InlineData(DeliveryStage.Tls, 502, SendOutcome.NotSent)]
    [InlineData(DeliveryStage.Auth, 454, SendOutcome.Deferred)]
    [InlineData(DeliveryStage.Auth, 432, SendOutcome.Deferred)]
    [InlineData(DeliveryStage.Auth, 535, SendOutcome.NotSent)]
    [InlineData(DeliveryStage.Auth, 534, SendOutcome.NotSent)]
    [InlineData(DeliveryStage.Mail, 530, SendOutcome.NotSent)]
    [InlineData(DeliveryStage.Rcpt, 530, SendOutcome.NotSent)]
    [InlineData(DeliveryStage.Mail, 538, SendOutcome.NotSent)]
    [InlineData(DeliveryStage.Mail, 550, SendOutcome.Refused)]
    [InlineData(DeliveryStage.Mail, 552, SendOutcome.Refused)]
    [InlineData(DeliveryStage.Rcpt, 550, SendOutcome.Refused)]
    [InlineData(DeliveryStage.Data, 554, SendOutcome.Refused)]
    [InlineData(DeliveryStage.EndOfData, 554, SendOutcome.Refused)]
    [InlineData(DeliveryStage.EndOfData, 451, SendOutcome.Deferred)]
    public void A_failure_with_a_reply_goes_by_the_reply_and_by_what_it_speaks_of(DeliveryStage stage, int code, SendOutcome outcome)
    {
        Assert.Equal(outcome, new MailException(ExitCode.Unavailable, stage, "no", new ServerReply(code, null, ["x"])).Result.Outcome);
    }

    [Fact]
    public void A_recipient_who_is_refused_because_nobody_has_logged_in_is_not_sent()
    {
        var wantsLogin = new ServerReply(530, null, ["authentication required"]);
        var result = SendResult.Of(Report(new DeliveryFailure(ExitCode.DataErr, DeliveryStage.Rcpt, "no") { Reply = wantsLogin }, wantsLogin, null));

        Assert.Equal(SendOutcome.NotSent, result.Outcome);
        Assert.Equal([SendOutcome.NotSent, SendOutcome.NotSent], result.Recipients.Select(static recipient => recipient.Outcome));
    }

    [Fact]
    public void What_passes_by_itself_is_deferred_wherever_it_happened()
    {
        var failure = new DeliveryFailure(ExitCode.Unavailable, DeliveryStage.Configure, "no");

        Assert.Equal(SendOutcome.NotSent, SendResult.Of(failure).Outcome);
        Assert.Equal(SendOutcome.Deferred, SendResult.Of(failure with { IsTemporary = true }).Outcome);
    }

    [Fact]
    public void A_delivery_that_could_not_go_on_is_the_same_for_everybody()
    {
        var result = SendResult.Of(new DeliveryFailure(ExitCode.IoErr, DeliveryStage.Connect, "no") { Advice = "wait" }, new ForwardPath("a@y"), new ForwardPath("b@y"));

        Assert.Equal((SendOutcome.Deferred, false, "wait"), (result.Outcome, result.IsSuccess, result.Advice));
        Assert.Equal(["a@y Deferred", "b@y Deferred"], result.Recipients.Select(static recipient => $"{recipient.Recipient.Address} {recipient.Outcome}"));
    }

    [Fact]
    public void Only_a_mail_that_was_taken_has_no_failure()
    {
        Assert.True(new SendResult(SendOutcome.Queued, []).IsSuccess);
        Assert.Throws<ArgumentException>(static () => new SendResult(SendOutcome.PartlySent, []));
        Assert.Throws<ArgumentException>(static () => new MailException(new SendResult(SendOutcome.Sent, [])));
    }

    static DeliveryReport Report(DeliveryFailure? failure, params ServerReply?[] replies) =>
        new([.. replies.Select((reply, i) => new RecipientResult(new ForwardPath($"{i}@y"), reply))]) { Failure = failure };
}
