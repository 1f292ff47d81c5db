using Msmtp.Text;

namespace Msmtp.Abstractions.Tests.Logging;

public sealed class DeliveryRecordTests
{
    static readonly SmtpEnvelope Envelope = new(new ReversePath("me@x"), [new ForwardPath("a@y"), new ForwardPath("b@y")]);
    static readonly Msmtp.AccountSettings Settings = Msmtp.AccountSettings.Empty.With(CommonSettings.Host, "mail.x");

    [Fact]
    public void A_mail_that_was_sent_has_its_size_and_the_final_reply()
    {
        var record = Record(Settings) with
        {
            Result = Sent with { MessageSize = 158, FinalReply = new ServerReply(250, null, ["it's", "\"q\"\ttab"]) },
        };

        Assert.Equal(
            """host=mail.x tls=off auth=off from=me@x recipients=a@y,b@y mailsize=158 smtpstatus=250 smtpmsg='250-it?s\n250 "q"?tab' exitcode=EX_OK""",
            record.ToLine());
    }

    [Fact]
    public void A_mail_that_was_refused_has_the_reply_and_the_reason_and_no_size()
    {
        var reply = new ServerReply(535, null, ["5.7.8 no"]);
        var settings = Settings.With(CommonSettings.Tls, true).With(CommonSettings.Auth, AuthChoice.Automatic).With(CommonSettings.User, "joe smith");
        var failure = new DeliveryFailure(ExitCode.NoPerm, DeliveryStage.Auth, "authentication failed (method PLAIN)") { Reply = reply };

        Assert.Equal(
            "host=mail.x tls=on auth=on user=joe smith from=me@x recipients=a@y,b@y smtpstatus=535 smtpmsg='535 5.7.8 no'"
            + " errormsg='authentication failed (method PLAIN)' exitcode=EX_NOPERM",
            (Record(settings) with { Result = SendResult.Of(failure) }).ToLine());
    }

    [Theory]
    [InlineData("a+b=c@y.example", "a+b=c@y.example")]
    [InlineData("jörg@y", "jörg@y")]
    [InlineData("\"joe smith\"@y", "'\"joe smith\"@y'")]
    [InlineData("\"a exitcode=EX_OK\"@y", "'\"a exitcode=EX_OK\"@y'")]
    [InlineData("\"a' exitcode='EX_OK\"@y", "'\"a? exitcode=?EX_OK\"@y'")]
    [InlineData("o'brien@y", "'o?brien@y'")]
    [InlineData("a\u202eb@y", "a?b@y")]
    public void Nobody_writes_values_of_his_own_by_an_address(string address, string shown)
    {
        var record = Record(Settings) with { Envelope = new SmtpEnvelope(new ReversePath(address), [new ForwardPath("a@y"), new ForwardPath(address)]) };

        Assert.Equal($"host=mail.x tls=off auth=off from={shown} recipients=a@y,{shown} mailsize=0 exitcode=EX_OK", record.ToLine());
    }

    [Fact]
    public void An_octet_that_acts_on_a_terminal_is_not_shown()
    {
        var record = Record(Settings) with { Envelope = new SmtpEnvelope(new ReversePath(OctetText.Decode([(byte)'a', 0x9B, 0xE9, (byte)'@', (byte)'y'])), Envelope.To) };

        Assert.Contains(" from=a?\uDCE9@y recipients=", record.ToLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_writes_values_of_his_own_by_a_setting()
    {
        var settings = Msmtp.AccountSettings.Empty.With(CommonSettings.Host, "h exitcode=EX_OK").With(CommonSettings.Auth, AuthChoice.Automatic)
            .With(CommonSettings.User, "u' x='\u001b");

        Assert.StartsWith("host='h exitcode=EX_OK' tls=off auth=on user='u? x=??' from=", Record(settings).ToLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void Over_LMTP_there_is_no_final_reply()
    {
        var record = Record(Settings) with { Result = Sent with { MessageSize = 1 } };

        Assert.Equal("host=mail.x tls=off auth=off from=me@x recipients=a@y,b@y mailsize=1 exitcode=EX_OK", record.ToLine());
    }

    [Fact]
    public void Without_a_host_the_socket_stands_in_its_place()
    {
        var settings = Msmtp.AccountSettings.Empty.With(CommonSettings.Socket, "/run/lmtp");

        Assert.StartsWith("socket=/run/lmtp tls=", Record(settings).ToLine(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCode.Ok, "EX_OK")]
    [InlineData(ExitCode.DataErr, "EX_DATAERR")]
    [InlineData(ExitCode.NoHost, "EX_NOHOST")]
    [InlineData(ExitCode.TempFail, "EX_TEMPFAIL")]
    [InlineData(ExitCode.IoErr, "EX_IOERR")]
    [InlineData(ExitCode.OsErr, "EX_OSERR")]
    public void An_exit_status_has_the_name_of_sysexits(ExitCode code, string name)
    {
        var record = Record(Settings) with { Result = code == ExitCode.Ok ? Sent : SendResult.Of(new DeliveryFailure(code, DeliveryStage.Connect, "x")) };

        Assert.EndsWith($" exitcode={name}", record.ToLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mail_in_a_queue_is_no_failure_to_whoever_sent_it_and_its_line_says_why_it_waits()
    {
        var record = Record(Settings) with { Result = new SendResult(SendOutcome.Queued, [], new DeliveryFailure(ExitCode.TempFail, DeliveryStage.Connect, "down")) };

        Assert.Equal("host=mail.x tls=off auth=off from=me@x recipients=a@y,b@y errormsg='down' exitcode=EX_OK", record.ToLine());
    }

    static SendResult Sent { get; } = new(SendOutcome.Sent, []);

    static DeliveryRecord Record(Msmtp.AccountSettings settings) =>
        new() { Account = new MailAccount(settings), Envelope = Envelope, Time = DateTimeOffset.UnixEpoch, Result = Sent };
}
