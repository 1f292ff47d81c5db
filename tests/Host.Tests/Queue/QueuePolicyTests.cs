using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Queue;

public sealed class QueuePolicyTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    static readonly QueuePolicy Usual = new(TimeSpan.FromDays(5), HoldsUnknown: false);
    static readonly QueuePolicy Holding = Usual with { HoldsUnknown = true };
    static readonly ServerReply Later = new(450, null, ["later"]);
    static readonly ServerReply Never = new(550, null, ["never"]);

    [Fact]
    public void A_mail_that_everybody_has_is_done()
    {
        var verdict = Usual.Judge(Mail("a", "b"), Attempt(Sent("a"), Sent("b")));

        Assert.Equal(AttemptVerdict.Done, verdict.End.Verdict);
        Assert.Empty(verdict.Refused.Concat(verdict.Expired).Concat(verdict.Late));
    }

    [Fact]
    public void One_that_nobody_is_waiting_for_any_more_is_dead_if_somebody_was_refused()
    {
        var verdict = Usual.Judge(Mail("a", "b"), Attempt(Sent("a"), Refused("b")) with { Class = FailureClass.Mail });

        Assert.Equal((AttemptVerdict.Dead, "b@y"), (verdict.End.Verdict, Assert.Single(verdict.Refused).Recipient.Address));
    }

    [Fact]
    public void Who_was_refused_before_is_not_told_of_again()
    {
        var mail = Mail("a", "b") with { Recipients = [Refused("a"), Deferred("b")] };

        var verdict = Usual.Judge(mail, Attempt(Sent("b")));

        Assert.Equal([SendOutcome.Refused, SendOutcome.Sent], verdict.End.Recipients.Select(static recipient => recipient.Outcome));
        Assert.Empty(verdict.Refused);
    }

    [Theory]
    [InlineData("Mail", true)]
    [InlineData("Broken", true)]
    [InlineData("Unreachable", true)]
    [InlineData("Throttled", true)]
    [InlineData("Unknown", true)]
    [InlineData("Held", false)]
    [InlineData("Offline", false)]
    [InlineData("Stopped", false)]
    public void An_attempt_counts_and_makes_older_unless_this_side_was_at_fault(string about, bool counts)
    {
        var mail = Mail("a") with { Attempts = 3, Age = TimeSpan.FromHours(1) };
        var attempt = Attempt(Deferred("a")) with { Class = Enum.Parse<FailureClass>(about), Elapsed = TimeSpan.FromMinutes(10) };

        var end = Usual.Judge(mail, attempt).End;

        Assert.Equal((AttemptVerdict.Retry, counts ? 4 : 3, counts ? 70 : 60), (end.Verdict, end.Attempts, (int)end.Age.TotalMinutes));
        Assert.NotNull(end.NextAttempt);
    }

    [Theory]
    [InlineData("Held")]
    [InlineData("Offline")]
    public void Nothing_dies_and_nobody_is_told_while_this_side_is_at_fault(string about)
    {
        var mail = Mail("a") with { Age = TimeSpan.FromDays(100) };

        var verdict = Usual.Judge(mail, Attempt(NotSent("a")) with { Class = Enum.Parse<FailureClass>(about), Elapsed = TimeSpan.FromDays(1) });

        Assert.Equal((AttemptVerdict.Retry, SendOutcome.Deferred), (verdict.End.Verdict, verdict.End.Recipients[0].Outcome));
        Assert.Empty(verdict.Expired.Concat(verdict.Late).Concat(verdict.Refused));
    }

    [Theory]
    [InlineData(119, false)]
    [InlineData(120, true)]
    public void Time_is_up_when_a_mail_is_old_enough(double hours, bool isOver)
    {
        var verdict = Usual.Judge(Mail("a") with { Age = TimeSpan.FromHours(hours - 1) }, Attempt(Deferred("a")) with { Class = FailureClass.Mail, Elapsed = TimeSpan.FromHours(1) });

        Assert.Equal((isOver ? AttemptVerdict.Dead : AttemptVerdict.Retry, isOver ? 1 : 0), (verdict.End.Verdict, verdict.Expired.Count));
    }

    [Fact]
    public void The_last_attempt_is_when_time_is_up_and_not_later()
    {
        var mail = Mail("a") with { Attempts = 50, Age = Usual.Expiry - TimeSpan.FromMinutes(30) };

        Assert.Equal(Now.AddMinutes(30), Usual.Judge(mail, Attempt(Deferred("a")) with { Class = FailureClass.Mail }).End.NextAttempt);
    }

    [Fact]
    public void A_sender_hears_once_that_a_mail_is_late()
    {
        var attempt = Attempt(Deferred("a")) with { Class = FailureClass.Mail, Elapsed = TimeSpan.FromHours(1) };

        var first = Usual.Judge(Mail("a") with { Age = TimeSpan.FromHours(3.5) }, attempt);
        var second = Usual.Judge(Mail("a") with { Age = TimeSpan.FromHours(4.5), IsDelayReported = true }, attempt);

        Assert.Equal((1, true), (first.Late.Count, first.End.IsDelayReported));
        Assert.Equal((0, true), (second.Late.Count, second.End.IsDelayReported));
    }

    [Fact]
    public void What_may_have_been_delivered_stays_so_until_it_certainly_is()
    {
        var unknown = Usual.Judge(Mail("a"), Attempt(new RecipientOutcome(Path("a"), SendOutcome.Unknown)) with { Class = FailureClass.Unknown }).End;
        var unreached = Usual.Judge(Mail("a") with { IsUnknown = true }, Attempt(Deferred("a")) with { Class = FailureClass.Unreachable }).End;
        var sent = Usual.Judge(Mail("a") with { IsUnknown = true }, Attempt(Sent("a"))).End;

        Assert.Equal((SendOutcome.Deferred, true, true, false), (unknown.Recipients[0].Outcome, unknown.IsUnknown, unreached.IsUnknown, sent.IsUnknown));
    }

    [Fact]
    public void Or_waits_for_its_sender_once()
    {
        var verdict = Holding.Judge(Mail("a"), Attempt(new RecipientOutcome(Path("a"), SendOutcome.Unknown)) with { Class = FailureClass.Unknown, Failure = Lost });
        var held = Mail("a").After(verdict.End);

        Assert.Equal(QueuedMailState.Held, held.State);
        Assert.False(Holding.MustAsk(held.After(QueueChange.Release)!));
        Assert.True(Holding.MustAsk(Mail("a") with { IsUnknown = true }));
        Assert.False(Usual.MustAsk(Mail("a") with { IsUnknown = true }));
        Assert.False(Holding.MustAsk(Mail("a").After(QueuePolicy.Asked(Mail("a") with { IsUnknown = true }, Now)).After(QueueChange.Release)!));
    }

    [Fact]
    public void Another_ones_refusal_is_nobody_elses()
    {
        var failure = new DeliveryFailure(ExitCode.DataErr, DeliveryStage.Rcpt, "no") { Reply = Never };

        var verdict = Usual.Judge(Mail("a", "b"), Attempt(NotSent("a"), Refused("b")) with { Class = FailureClass.Mail, Failure = failure });

        Assert.Equal([SendOutcome.Deferred, SendOutcome.Refused], verdict.End.Recipients.Select(static recipient => recipient.Outcome));
        Assert.Equal("b@y", Assert.Single(verdict.Refused).Recipient.Address);
    }

    [Fact]
    public void A_mail_that_no_server_can_take_is_given_up_at_once()
    {
        var failure = new DeliveryFailure(ExitCode.Unavailable, DeliveryStage.Mail, "the server does not support SMTPUTF8");

        var verdict = Usual.Judge(Mail("a"), Attempt(NotSent("a")) with { Class = FailureClass.Mail, Failure = failure });

        Assert.Equal((AttemptVerdict.Dead, 1), (verdict.End.Verdict, verdict.Refused.Count));
    }

    // Every mail comes to an end, whatever happens to it and to the clock, and gets neither younger nor more attempts than its schedule has.
    [Fact]
    public void Whatever_happens_a_mail_is_tried_until_it_is_done_or_given_up()
    {
        var random = new Random(7);
        for (var run = 0; run < 200; run++)
        {
            var (mail, now, attempts, lates) = (Mail("a"), Now, 0, 0);
            while (mail.State == QueuedMailState.Waiting)
            {
                now = (mail.NextAttempt ?? now) + TimeSpan.FromMinutes(random.Next(0, 4) switch { 0 => -random.Next(0, 5000), 1 => random.Next(0, 50_000), _ => 0 });
                if (!QueueSchedule.IsDue(mail, now))
                    continue;
                var age = mail.Age;
                var verdict = Usual.Judge(mail, Attempt(Deferred("a")) with
                {
                    Time = now,
                    Class = (FailureClass)random.Next(0, 7),
                    Elapsed = QueueSchedule.Elapsed(mail, now),
                    Chance = 2 * random.NextDouble() - 1,
                });
                mail = mail.After(verdict.End);
                lates += verdict.Late.Count;
                Assert.True(mail.Age >= age && mail.Age - age <= QueueSchedule.LongestDelay);
                Assert.True(++attempts < 5000, "it never ends");
            }
            Assert.Equal((QueuedMailState.Dead, true), (mail.State, mail.Age >= Usual.Expiry && lates <= 1));
        }
    }

    // RFC 5321 §4.5.3.1.10: a server has no room for more recipients in one transaction, and takes the others in the next one.
    [Fact]
    public void Whom_the_server_had_no_room_for_is_sent_the_mail_at_once_as_long_as_others_get_it()
    {
        var full = Deferred("b") with { Reply = new ServerReply(452, null, ["too many recipients"]) };
        var mail = Mail("a", "b") with { Attempts = 3 };

        var progress = Usual.Judge(mail, Attempt(Sent("a"), full) with { Class = FailureClass.Mail }).End;
        var standstill = Usual.Judge(mail, Attempt(full with { Recipient = Path("a") }, full) with { Class = FailureClass.Mail }).End;
        var later = Usual.Judge(mail, Attempt(Sent("a"), Deferred("b")) with { Class = FailureClass.Mail }).End;

        Assert.Equal((AttemptVerdict.Retry, Now, 3), (progress.Verdict, progress.NextAttempt, progress.Attempts));
        Assert.Equal((AttemptVerdict.Retry, true, 4), (standstill.Verdict, standstill.NextAttempt > Now, standstill.Attempts));
        Assert.Equal((AttemptVerdict.Retry, true, 4), (later.Verdict, later.NextAttempt > Now, later.Attempts));
    }

    static DeliveryFailure Lost => new(ExitCode.IoErr, DeliveryStage.EndOfData, "lost") { MayHaveBeenDelivered = true };

    static ForwardPath Path(string name) => new($"{name}@y");

    static RecipientOutcome Sent(string name) => new(Path(name), SendOutcome.Sent);

    static RecipientOutcome Deferred(string name) => new(Path(name), SendOutcome.Deferred) { Reply = Later };

    static RecipientOutcome Refused(string name) => new(Path(name), SendOutcome.Refused) { Reply = Never };

    static RecipientOutcome NotSent(string name) => new(Path(name), SendOutcome.NotSent);

    static AttemptFacts Attempt(params RecipientOutcome[] recipients) => new(recipients, Now);

    static QueuedMail Mail(params string[] to) => new()
    {
        Id = "Q1",
        Envelope = new SmtpEnvelope(new ReversePath("me@x"), [.. to.Select(Path)]),
        Origin = new MailOrigin(),
        Recipients = [.. to.Select(static name => new RecipientOutcome(Path(name), SendOutcome.Deferred))],
        Accepted = Now,
    };
}
