namespace Msmtp.Transport.Smtp.Tests;

public sealed class MailTransactionTests
{
    [Fact]
    public Task A_mail_is_MAIL_RCPT_DATA_and_the_message() => Play("""
        C: MAIL FROM:<me@example.org>
        S: 250 2.1.0 sender ok
        C: RCPT TO:<a@x>
        S: 250 2.1.5 recipient ok
        C: RCPT TO:<b@x>
        S: 251 will forward
        C: DATA
        S: 354 go on
        C: Subject: x
        C:
        C: hello
        C: .
        S: 250 2.0.0 queued
        """, Some.Mail("a@x", "b@x"), static report =>
        {
            Assert.True(report.IsComplete);
            Assert.Equal([250, 251], report.Recipients.Select(static result => result.Reply?.Code));
            Assert.Equal("250 2.0.0 queued", report.FinalReply?.ToString());
            Assert.Equal(18, report.MessageSize);
        });

    [Fact]
    public Task Notifications_are_asked_for_where_the_account_does() => Play("""
        C: MAIL FROM:<me@example.org> RET=HDRS
        S: 250 ok
        C: RCPT TO:<a@x> NOTIFY=SUCCESS,FAILURE
        S: 250 ok
        C: DATA
        S: 354 go on
        C: Subject: x
        C:
        C: hello
        C: .
        S: 250 ok
        """, Some.Mail("a@x"), static report => Assert.True(report.IsComplete), Smtp with { Dsn = Offered });

    [Fact]
    public Task What_a_mail_asks_about_notifications_comes_before_what_the_account_asks() => Play("""
        C: MAIL FROM:<me@example.org> RET=FULL ENVID=order+201 XKEY=a+20b
        S: 250 ok
        C: RCPT TO:<a@x> NOTIFY=NEVER ORCPT=rfc822;x+2By
        S: 250 ok
        C: RCPT TO:<b@x> NOTIFY=SUCCESS,DELAY
        S: 250 ok
        C: RCPT TO:<c@x> NOTIFY=SUCCESS,FAILURE
        S: 250 ok
        C: DATA
        S: 354 go on
        C: Subject: x
        C:
        C: hello
        C: .
        S: 250 ok
        """, Asking() with { Key = "a b" }, static report => Assert.True(report.IsComplete), Smtp with { Dsn = Offered });

    // Of what is not offered the server is told nothing: whether that matters has been decided before.
    [Fact]
    public Task A_server_that_knows_nothing_of_notifications_is_told_nothing() => Play("""
        C: MAIL FROM:<me@example.org>
        S: 250 ok
        C: RCPT TO:<a@x>
        S: 250 ok
        C: RCPT TO:<b@x>
        S: 250 ok
        C: RCPT TO:<c@x>
        S: 250 ok
        C: DATA
        S: 354 go on
        C: Subject: x
        C:
        C: hello
        C: .
        S: 250 ok
        """, Asking(), static report => Assert.True(report.IsComplete));

    [Fact]
    public void Whoever_asks_a_server_that_knows_nothing_of_notifications_is_refused_unless_he_asks_for_none()
    {
        var envelope = Asking().Envelope;

        Assert.Equal("the server does not support DSN", Smtp.Dsn.Refuse(envelope)?.Message);
        Assert.Null(Offered.Refuse(envelope));
        Assert.Null(Smtp.Dsn.Refuse(envelope.WithRecipients([envelope.To[0], envelope.To[2]])));
    }

    [Theory]
    [InlineData("550 no", ExitCode.DataErr)]
    [InlineData("451 4.7.1 greylisted", ExitCode.Unavailable)]
    [InlineData("354 odd", ExitCode.DataErr)]
    public Task A_sender_that_is_refused_ends_the_mail(string reply, ExitCode exitCode) => PlayFailure($"""
        C: MAIL FROM:<me@example.org>
        S: {reply}
        """, Some.Mail("a@x"), exitCode, DeliveryStage.Mail, "envelope from address me@example.org not accepted by the server");

    [Theory]
    [InlineData("451 later", ExitCode.Unavailable)]
    [InlineData("554 no", ExitCode.DataErr)]
    [InlineData("250 sure", ExitCode.DataErr)]
    public Task DATA_that_is_refused_ends_the_mail(string reply, ExitCode exitCode) => PlayFailure($"""
        C: MAIL FROM:<me@example.org>
        S: 250 ok
        C: RCPT TO:<a@x>
        S: 250 ok
        C: DATA
        S: {reply}
        """, Some.Mail("a@x"), exitCode, DeliveryStage.Data, "the server does not accept mail data");

    [Theory]
    [InlineData("554 5.7.1 spam")]
    [InlineData("451 later")]
    [InlineData("599 odd")]
    public Task A_message_that_is_refused_is_not_delivered(string reply) => PlayFailure($"""
        C: MAIL FROM:<me@example.org>
        S: 250 ok
        C: RCPT TO:<a@x>
        S: 250 ok
        C: DATA
        S: 354 go on
        C: Subject: x
        C:
        C: hello
        C: .
        S: {reply}
        """, Some.Mail("a@x"), ExitCode.Unavailable, DeliveryStage.EndOfData, "the server did not accept the mail");

    [Theory]
    [InlineData("200 done")]
    [InlineData("251 elsewhere")]
    [InlineData("252 perhaps")]
    [InlineData("299 odd")]
    public Task Whatever_says_that_the_message_was_taken_is_a_success(string reply) => Play($"{UpToTheDot}\nS: {reply}", Some.Mail("a@x"), report =>
    {
        Assert.True(report.IsComplete);
        Assert.Equal(reply, report.FinalReply?.ToString());
    });

    [Theory]
    [InlineData("150 wait")]
    [InlineData("354 go on")]
    [InlineData("000 what")]
    [InlineData("650 what")]
    [InlineData("999 what")]
    public async Task What_says_neither_that_it_was_taken_nor_that_it_was_not_leaves_it_open(string reply)
    {
        var stream = new ScriptedConnection(ScriptLine.Parse($"{UpToTheDot}\nS: {reply}"), int.MaxValue);

        var failure = await Assert.ThrowsAsync<MailException>(() => RunAsync(stream, Some.Mail("a@x"), Smtp));

        Assert.Equal((ExitCode.Unavailable, reply), (failure.ExitCode, failure.Reply?.ToString()));
        Assert.True(failure.MayHaveBeenDelivered);
    }

    [Theory]
    [InlineData("354 go on", false)]
    [InlineData("250 sure", true)]
    [InlineData("299 odd", true)]
    public Task LMTP_may_say_it_as_it_likes_too(string reply, bool isTaken) => Play(LmtpUpToTheDot + $"""

        S: 250 delivered to a
        S: {reply}
        """, Some.Mail("a@x", "b@x"), report =>
        {
            Assert.Equal(isTaken, report.IsComplete);
            Assert.Equal(isTaken ? null : true, report.Failure?.MayHaveBeenDelivered);
        }, Lmtp);

    public static MatrixTheoryData<string, int> Early { get; } = new(["450 later", "554 5.7.1 spam", "421 closing"], [1, int.MaxValue]);

    [Theory, MemberData(nameof(Early))]
    public async Task A_refusal_before_the_dot_is_the_answer_and_the_dot_is_not_sent(string early, int readSize)
    {
        foreach (var terms in new[] { Smtp, Lmtp })
        {
            var stream = new ScriptedConnection(ScriptLine.Parse(UpToTheMessage + $"\nS: {early}"), readSize);

            var failure = await Assert.ThrowsAsync<MailException>(() => RunAsync(stream, Some.Mail("a@x"), terms));

            Assert.Equal((ExitCode.Unavailable, DeliveryStage.EndOfData, early), (failure.ExitCode, failure.Stage, failure.Reply?.ToString()));
            Assert.Equal("the server did not accept the mail", failure.Message);
            Assert.False(failure.MayHaveBeenDelivered);
            stream.Finish();
        }
    }

    [Theory]
    [InlineData("250 queued")]
    [InlineData("354 go on")]
    [InlineData("000 what")]
    [InlineData("hello")]
    public async Task Anything_else_before_the_dot_ends_the_mail_and_says_nothing_of_it(string early)
    {
        foreach (var readSize in new[] { 1, int.MaxValue })
        {
            var stream = new ScriptedConnection(ScriptLine.Parse(UpToTheMessage + $"\nS: {early}"), readSize);

            var failure = await Assert.ThrowsAsync<MailException>(() => RunAsync(stream, Some.Mail("a@x"), Smtp));

            Assert.Equal((ExitCode.Protocol, DeliveryStage.Data), (failure.ExitCode, failure.Stage));
            Assert.False(failure.MayHaveBeenDelivered);
            stream.Finish();
        }
    }

    [Fact]
    public async Task A_server_that_hangs_up_before_the_dot_has_delivered_nothing()
    {
        var stream = new ScriptedConnection(ScriptLine.Parse(UpToTheMessage + "\nS hangs up"), int.MaxValue);

        var failure = await Assert.ThrowsAsync<MailException>(() => RunAsync(stream, Some.Mail("a@x"), Smtp));

        Assert.Equal((ExitCode.Protocol, "the server sent an empty reply"), (failure.ExitCode, failure.Message));
        Assert.False(failure.MayHaveBeenDelivered);
    }

    [Fact]
    public async Task A_refusal_right_behind_the_success_leaves_it_open()
    {
        var stream = new ScriptedConnection(ScriptLine.Parse(UpToTheDot + "\nS: 250 queued\nS: 554 no"), int.MaxValue);

        var failure = await Assert.ThrowsAsync<MailException>(() => RunAsync(stream, Some.Mail("a@x"), Smtp));

        Assert.Equal((ExitCode.Protocol, "554 no"), (failure.ExitCode, failure.Reply?.ToString()));
        Assert.True(failure.MayHaveBeenDelivered);
    }

    // RFC 5321 §3.8.
    [Fact]
    public async Task But_a_server_may_say_goodbye_there()
    {
        var stream = new ScriptedConnection(ScriptLine.Parse(UpToTheDot + "\nS: 250 queued\nS: 421 closing"), int.MaxValue);

        Assert.True((await RunAsync(stream, Some.Mail("a@x"), Smtp)).Report.IsComplete);
    }

    // It moves all that follow by one: the last of them stands there before the dot.
    [Fact]
    public async Task An_answer_too_many_ends_the_mail_before_the_dot()
    {
        var stream = new ScriptedConnection(ScriptLine.Parse("""
            C: MAIL FROM:<me@example.org>
            C: RCPT TO:<a@x>
            C: DATA
            S: 250 ok
            S: 250 ok
            S: 354 go on
            S: 354 go on
            """), int.MaxValue);

        var failure = await Assert.ThrowsAsync<MailException>(() => RunAsync(stream, Some.Mail("a@x"), Pipelining));

        Assert.Equal((ExitCode.Protocol, "the server sent a reply that it was not asked for"), (failure.ExitCode, failure.Message));
        Assert.False(failure.MayHaveBeenDelivered);
    }

    [Theory]
    [InlineData("550 5.1.1 no such user", ExitCode.DataErr)]
    [InlineData("450 busy", ExitCode.Unavailable)]
    [InlineData("252 cannot verify", ExitCode.DataErr)]
    public Task A_refused_recipient_stops_the_mail(string reply, ExitCode exitCode) => Play($"""
        C: MAIL FROM:<me@example.org>
        S: 250 ok
        C: RCPT TO:<a@x>
        S: 250 ok
        C: RCPT TO:<b@x>
        S: {reply}
        """, Some.Mail("a@x", "b@x", "c@x"), report =>
        {
            Assert.Equal((exitCode, DeliveryStage.Rcpt), (report.Failure?.ExitCode, report.Failure?.Stage));
            Assert.Equal("recipient address b@x not accepted by the server", report.Failure?.Message);
            Assert.Equal(["250 ok", reply, null], report.Recipients.Select(static result => result.Reply?.ToString()));
            Assert.Equal([true, false, false], report.Recipients.Select(static result => result.IsAccepted));
            Assert.Null(report.FinalReply);
        });

    [Fact]
    public Task Each_recipient_who_is_refused_has_a_reason_of_his_own() => Play("""
        C: MAIL FROM:<me@example.org>
        S: 250 ok
        C: RCPT TO:<a@x>
        S: 450 later
        C: RCPT TO:<b@x>
        S: 550 no such user
        """, Some.Mail("a@x", "b@x") with { OnRefusal = PartialRefusal.Continue }, static report => Assert.Equal(
        [
            (ExitCode.Unavailable, "recipient address a@x not accepted by the server", 450),
            (ExitCode.DataErr, "recipient address b@x not accepted by the server", 550),
        ],
        SendResult.Of(report).Recipients.Select(static recipient => (recipient.Failure!.ExitCode, recipient.Failure.Message, recipient.Failure.Reply!.Code))));

    [Fact]
    public Task A_refused_recipient_leaves_the_others_if_the_policy_says_so() => Play("""
        C: MAIL FROM:<me@example.org>
        S: 250 ok
        C: RCPT TO:<a@x>
        S: 550 no such user
        C: RCPT TO:<b@x>
        S: 250 ok
        C: DATA
        S: 354 go on
        C: Subject: x
        C:
        C: hello
        C: .
        S: 250 queued
        """, Some.Mail("a@x", "b@x") with { OnRefusal = PartialRefusal.Continue }, static report =>
        {
            Assert.Equal("recipient address a@x not accepted by the server", report.Failure?.Message);
            Assert.Equal([false, true], report.Recipients.Select(static result => result.IsAccepted));
            Assert.Equal(250, report.FinalReply?.Code);
        });

    [Fact]
    public Task Nothing_is_sent_when_nobody_is_left() => Play("""
        C: MAIL FROM:<me@example.org>
        S: 250 ok
        C: RCPT TO:<a@x>
        S: 550 no such user
        """, Some.Mail("a@x") with { OnRefusal = PartialRefusal.Continue }, static report => Assert.False(report.IsComplete));

    [Fact]
    public Task With_PIPELINING_the_envelope_is_one_write() => Transcript.PlayConnection("""
        C: MAIL FROM:<me@example.org>
        C: RCPT TO:<a@x>
        C: RCPT TO:<b@x>
        C: DATA
        S: 250 ok
        S: 250 ok
        S: 250 ok
        S: 354 go on
        C: Subject: x
        C:
        C: hello
        C: .
        S: 250 queued
        """, async stream =>
        {
            var (report, isSettled) = await RunAsync(stream, Some.Mail("a@x", "b@x"), Pipelining);

            Assert.True(report.IsComplete && isSettled);
            Assert.Equal(2, stream.Writes.Count);
        });

    [Theory]
    [InlineData(98, new[] { 100 })]
    [InlineData(99, new[] { 100, 1 })]
    [InlineData(250, new[] { 100, 100, 52 })]
    public async Task Groups_have_at_most_a_hundred_commands(int recipients, int[] groups)
    {
        var to = Enumerable.Range(0, recipients).Select(static i => $"r{i}@x").ToArray();
        var commands = new[] { "MAIL FROM:<me@example.org>" }.Concat(to.Select(static path => $"RCPT TO:<{path}>")).Append("DATA").ToArray();
        var script = commands.Chunk(100).SelectMany(static group => group.Select(static command => $"C: {command}")
            .Concat(group.Select(static command => command == "DATA" ? "S: 354 go on" : "S: 250 ok")));

        var stream = new ScriptedConnection(ScriptLine.Parse(string.Join('\n', script) + "\nC: Subject: x\nC:\nC: hello\nC: .\nS: 250 queued"), int.MaxValue);
        await RunAsync(stream, Some.Mail(to), Pipelining);

        stream.Finish();
        Assert.Equal(groups, stream.Writes.SkipLast(1).Select(static write => write.Count(static c => c == '\n')));
    }

    [Fact]
    public async Task A_refusal_inside_a_group_leaves_the_rest_unread()
    {
        var stream = new ScriptedConnection(ScriptLine.Parse("""
            C: MAIL FROM:<me@example.org>
            C: RCPT TO:<a@x>
            C: RCPT TO:<b@x>
            C: DATA
            S: 250 ok
            S: 550 no
            S: 250 ok
            S: 354 go on
            """), int.MaxValue);

        var (report, isSettled) = await RunAsync(stream, Some.Mail("a@x", "b@x"), Pipelining);

        Assert.False(isSettled);
        Assert.Equal(["550 no", null], report.Recipients.Select(static result => result.Reply?.ToString()));
    }

    [Fact]
    public Task A_message_that_nobody_can_get_any_more_is_a_lone_dot() => Transcript.PlayConnection("""
        C: MAIL FROM:<me@example.org>
        C: RCPT TO:<a@x>
        C: DATA
        S: 250 ok
        S: 550 no
        S: 354 go on
        C: .
        S: 554 no valid recipients
        """, async stream =>
        {
            var (report, isSettled) = await RunAsync(stream, LeavesOthers("a@x"), Pipelining);

            Assert.True(isSettled);
            Assert.Equal("recipient address a@x not accepted by the server", report.Failure?.Message);
        });

    [Fact]
    public Task A_server_that_notices_itself_gets_no_dot() => Transcript.PlayConnection("""
        C: MAIL FROM:<me@example.org>
        C: RCPT TO:<a@x>
        C: DATA
        S: 250 ok
        S: 550 no
        S: 503 no valid recipients
        """, async stream => Assert.True((await RunAsync(stream, LeavesOthers("a@x"), Pipelining)).IsSettled));

    [Fact]
    public Task With_PIPELINING_too_a_refused_recipient_leaves_the_others() => Transcript.PlayConnection("""
        C: MAIL FROM:<me@example.org>
        C: RCPT TO:<a@x>
        C: RCPT TO:<b@x>
        C: DATA
        S: 250 ok
        S: 550 no
        S: 250 ok
        S: 354 go on
        C: Subject: x
        C:
        C: hello
        C: .
        S: 250 queued
        """, async stream =>
        {
            var (report, isSettled) = await RunAsync(stream, LeavesOthers("a@x", "b@x"), Pipelining);

            Assert.True(isSettled);
            Assert.Equal([false, true], report.Recipients.Select(static result => result.IsAccepted));
        });

    [Fact]
    public Task LMTP_answers_for_each_recipient_that_it_accepted() => Play("""
        C: MAIL FROM:<me@example.org>
        S: 250 ok
        C: RCPT TO:<a@x>
        S: 250 ok
        C: RCPT TO:<b@x>
        S: 550 unknown
        C: RCPT TO:<c@x>
        S: 250 ok
        C: DATA
        S: 354 go on
        C: Subject: x
        C:
        C: hello
        C: .
        S: 250 delivered to a
        S: 452-full
        S: 452 later
        """, LeavesOthers("a@x", "b@x", "c@x"), static report =>
        {
            Assert.Equal(["250 delivered to a", "550 unknown", "452 full / later"], report.Recipients.Select(static result => result.Reply?.ToString()));
            Assert.Null(report.FinalReply);
            Assert.False(report.IsComplete);
        }, Lmtp);

    [Fact]
    public Task LMTP_that_delivers_to_all_is_complete() => Play(LmtpUpToTheDot + """

        S: 250 delivered to a
        S: 250 delivered to b
        """, Some.Mail("a@x", "b@x"), static report => Assert.True(report.IsComplete && report.MessageSize == 18), Lmtp);

    [Theory]
    [InlineData("550 no")]
    [InlineData("499 odd")]
    public Task LMTP_that_does_not_deliver_to_all_says_so(string reply) => Play(LmtpUpToTheDot + $"""

        S: {reply}
        S: 250 delivered to b
        """, Some.Mail("a@x", "b@x"), report =>
        {
            Assert.Equal("delivery to one or more recipients failed", report.Failure?.Message);
            Assert.Equal((ExitCode.Unavailable, DeliveryStage.EndOfData, null), (report.Failure?.ExitCode, report.Failure?.Stage, report.Failure?.Reply));
            Assert.Equal([reply, "250 delivered to b"], report.Recipients.Select(static result => result.Reply?.ToString()));
            Assert.Equal([false, true], report.Recipients.Select(static result => result.IsAccepted));
        }, Lmtp);

    [Fact]
    public Task What_LMTP_answered_before_it_hung_up_is_not_lost() => Transcript.PlayConnection(LmtpUpToTheDot + """

        S: 250 delivered to a
        S hangs up
        """, async stream =>
        {
            var (report, isSettled) = await RunAsync(stream, Some.Mail("a@x", "b@x"), Lmtp);

            Assert.False(isSettled);
            Assert.Equal(["250 delivered to a", null], report.Recipients.Select(static result => result.Reply?.ToString()));
            Assert.Equal("the server sent an empty reply", report.Failure?.Message);
            Assert.True(report.Failure?.MayHaveBeenDelivered);
        });

    [Fact]
    public async Task LMTP_that_answers_for_nobody_is_a_failure_of_all()
    {
        var stream = new ScriptedConnection(ScriptLine.Parse(LmtpUpToTheDot + "\nS hangs up"), int.MaxValue);

        var failure = await Assert.ThrowsAsync<MailException>(() => RunAsync(stream, Some.Mail("a@x", "b@x"), Lmtp));

        Assert.True(failure.MayHaveBeenDelivered);
    }

    [Fact]
    public async Task A_connection_that_is_lost_within_the_message_has_delivered_nothing()
    {
        var stream = new ScriptedConnection(ScriptLine.Parse("""
            C: MAIL FROM:<me@example.org>
            S: 250 ok
            C: RCPT TO:<a@x>
            S: 250 ok
            C: DATA
            S: 354 go on
            S breaks the pipe
            """), int.MaxValue);

        var failure = await Assert.ThrowsAsync<MailException>(() => RunAsync(stream, Some.Mail("a@x"), Smtp));

        Assert.Equal((ExitCode.IoErr, DeliveryStage.Data), (failure.ExitCode, failure.Stage));
        Assert.False(failure.MayHaveBeenDelivered);
    }

    [Theory]
    [InlineData("S: 554 no data", "Refused 554 no data", "Deferred")]
    [InlineData("S: 451 no data", "Deferred 451 no data", "Deferred")]
    [InlineData("S hangs up", "Deferred ", "Deferred")]
    [InlineData("S: 354 go on\nS breaks the pipe", "Deferred ", "Deferred")]
    [InlineData("S: 354 go on\nC: Subject: x\nC:\nC: hello\nC: .\nS: 554 spam", "Refused 554 spam", "Deferred")]
    [InlineData("S: 354 go on\nC: Subject: x\nC:\nC: hello\nC: .\nS: 452 full", "Deferred 452 full", "Deferred")]
    [InlineData("S: 354 go on\nC: Subject: x\nC:\nC: hello\nC: .\nS hangs up", "Unknown ", "Unknown")]
    public async Task Who_was_refused_before_the_mail_failed_for_the_others_stays_refused(string end, string others, string mail)
    {
        foreach (var terms in new[] { Smtp, Lmtp })
        {
            // LMTP's reply behind the dot is a recipient's own: a report, not a failure.
            if (terms == Lmtp && end.Contains("C: .\nS:", StringComparison.Ordinal))
                continue;
            var stream = new ScriptedConnection(ScriptLine.Parse($"{MixedUpToData}\n{end}"), int.MaxValue);

            var failure = await Assert.ThrowsAsync<MailException>(() => RunAsync(stream, LeavesOthers("a@x", "b@x", "c@x"), terms));

            Assert.Equal(mail, failure.Result.Outcome.ToString());
            Assert.Equal(["Refused 550 unknown", "Deferred 450 busy", others], failure.Result.Recipients.Select(Told));
            Assert.Equal(failure.Failure, failure.Result.Failure);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_that_breaks_between_recipients_does_not_undo_a_refusal(bool isPipelining)
    {
        var script = isPipelining
            ? "C: MAIL FROM:<me@example.org>\nC: RCPT TO:<a@x>\nC: RCPT TO:<b@x>\nC: RCPT TO:<c@x>\nC: DATA\nS: 250 ok\nS: 550 unknown\nS: 250 ok\nS hangs up"
            : "C: MAIL FROM:<me@example.org>\nS: 250 ok\nC: RCPT TO:<a@x>\nS: 550 unknown\nC: RCPT TO:<b@x>\nS: 250 ok\nC: RCPT TO:<c@x>\nS hangs up";
        var stream = new ScriptedConnection(ScriptLine.Parse(script), int.MaxValue);

        var failure = await Assert.ThrowsAsync<MailException>(() => RunAsync(stream, LeavesOthers("a@x", "b@x", "c@x"), isPipelining ? Pipelining : Smtp));

        Assert.Equal((DeliveryStage.Rcpt, SendOutcome.Deferred), (failure.Stage, failure.Result.Outcome));
        Assert.Equal(["Refused 550 unknown", "Deferred ", "Deferred "], failure.Result.Recipients.Select(Told));
    }

    [Fact]
    public async Task LMTP_that_hangs_up_between_its_verdicts_leaves_the_rest_unknown_and_everybody_else_as_told()
    {
        var stream = new ScriptedConnection(ScriptLine.Parse(MixedUpToData.Replace("C: RCPT TO:<b@x>\nS: 450 busy", "C: RCPT TO:<b@x>\nS: 250 ok", StringComparison.Ordinal)
            + "\nS: 354 go on\nC: Subject: x\nC:\nC: hello\nC: .\nS: 452 full\nS hangs up"), int.MaxValue);

        var (report, _) = await RunAsync(stream, LeavesOthers("a@x", "b@x", "c@x"), Lmtp);

        var result = SendResult.Of(report);
        Assert.Equal(SendOutcome.Unknown, result.Outcome);
        Assert.Equal(["Refused 550 unknown", "Deferred 452 full", "Unknown "], result.Recipients.Select(Told));
    }

    static string Told(RecipientOutcome recipient) => $"{recipient.Outcome} {recipient.Reply}";

    const string MixedUpToData = """
        C: MAIL FROM:<me@example.org>
        S: 250 ok
        C: RCPT TO:<a@x>
        S: 550 unknown
        C: RCPT TO:<b@x>
        S: 450 busy
        C: RCPT TO:<c@x>
        S: 250 ok
        C: DATA
        """;

    static readonly TransactionTerms Smtp = new(MailProtocol.Smtp, Pipelining: false, new DsnTerms(new DsnRequest(null, null), IsOffered: false));
    static readonly DsnTerms Offered = new(new DsnRequest("SUCCESS,FAILURE", "HDRS"), IsOffered: true);
    static readonly TransactionTerms Pipelining = Smtp with { Pipelining = true };
    static readonly TransactionTerms Lmtp = Smtp with { Protocol = MailProtocol.Lmtp };

    static OutgoingMail Asking()
    {
        var mail = Some.Mail("a@x", "b@x", "c@x");
        return mail with
        {
            Envelope = mail.Envelope.WithRecipients(
            [
                mail.Envelope.To[0] with { Notify = DsnNotify.Never, OriginalRecipient = "rfc822;x+2By" },
                mail.Envelope.To[1] with { Notify = DsnNotify.Delay | DsnNotify.Success },
                mail.Envelope.To[2],
            ]) with { Return = DsnReturn.Full, EnvelopeId = "order+201" },
        };
    }

    const string UpToTheMessage = """
        C: MAIL FROM:<me@example.org>
        S: 250 ok
        C: RCPT TO:<a@x>
        S: 250 ok
        C: DATA
        S: 354 go on
        """;

    const string UpToTheDot = UpToTheMessage + """

        C: Subject: x
        C:
        C: hello
        C: .
        """;

    const string LmtpUpToTheDot = """
        C: MAIL FROM:<me@example.org>
        S: 250 ok
        C: RCPT TO:<a@x>
        S: 250 ok
        C: RCPT TO:<b@x>
        S: 250 ok
        C: DATA
        S: 354 go on
        C: Subject: x
        C:
        C: hello
        C: .
        """;

    static OutgoingMail LeavesOthers(params string[] to) => Some.Mail(to) with { OnRefusal = PartialRefusal.Continue };

    static async Task<(DeliveryReport Report, bool IsSettled)> RunAsync(
        ScriptedConnection stream, OutgoingMail mail, TransactionTerms terms)
    {
        var transaction = new MailTransaction(new SmtpConnection(stream, Some.Context()), mail, WireEnvelope.Of(mail, Capabilities.None), terms);
        return (await transaction.RunAsync(Some.Token), transaction.IsSettled);
    }

    // A body can be read once, and a script is played more often.
    static Func<OutgoingMail> Repeated(OutgoingMail mail)
    {
        var body = new MemoryStream();
        mail.Content.Body.CopyTo(body);
        return () => mail with { Content = mail.Content with { Body = new MemoryStream(body.ToArray()) } };
    }

    static Task Play(string script, OutgoingMail mail, Action<DeliveryReport> check, TransactionTerms? terms = null)
    {
        var again = Repeated(mail);
        return Transcript.PlayConnection(script, async stream =>
        {
            var (report, isSettled) = await RunAsync(stream, again(), terms ?? Smtp);

            Assert.True(isSettled);
            check(report);
        });
    }

    static Task PlayFailure(string script, OutgoingMail mail, ExitCode exitCode, DeliveryStage stage, string message)
    {
        var again = Repeated(mail);
        return Transcript.PlayConnection(script, async stream =>
        {
            var failure = await Assert.ThrowsAsync<MailException>(() => RunAsync(stream, again(), Smtp));

            Assert.Equal((exitCode, stage, message), (failure.ExitCode, failure.Stage, failure.Message));
            Assert.NotNull(failure.Reply);
            Assert.False(failure.MayHaveBeenDelivered);
        });
    }
}
