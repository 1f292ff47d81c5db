using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Queue;

public sealed class QueueScheduleTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    static readonly QueuedMail Mail = new()
    {
        Id = "Q1",
        Envelope = new SmtpEnvelope(new ReversePath("me@x"), [new ForwardPath("you@y")]),
        Origin = new MailOrigin(),
        Recipients = [new RecipientOutcome(new ForwardPath("you@y"), SendOutcome.Deferred)],
        Accepted = Now,
    };

    static QueuedMail Tried(double lastMinutes, double nextMinutes) =>
        Mail with { LastAttempt = Now.AddMinutes(lastMinutes), NextAttempt = Now.AddMinutes(nextMinutes), Attempts = 1 };

    [Fact]
    public void Attempts_come_after_1_2_5_10_20_and_40_minutes_and_then_hourly() => Assert.Equal(
        [1, 2, 5, 10, 20, 40, 60, 60, 60],
        new[] { 1, 2, 3, 4, 5, 6, 7, 8, int.MaxValue }.Select(static attempts => QueueSchedule.Delay(attempts, 0).TotalMinutes));

    [Theory]
    [InlineData(-1, 48)]
    [InlineData(1, 72)]
    public void They_are_spread_by_a_fifth(double chance, double minutes) => Assert.Equal(minutes, QueueSchedule.Delay(7, chance).TotalMinutes, 6);

    [Fact]
    public void A_server_that_has_had_too_much_has_five_minutes_at_least_whatever_chance_says() => Assert.All(
        Enumerable.Range(1, 10), static failures => Assert.True(QueueSchedule.ThrottleDelay(failures, -1) >= TimeSpan.FromMinutes(5)));

    [Fact]
    public void A_wrong_password_is_tried_after_1_2_4_8_16_and_then_24_hours() => Assert.Equal(
        [1, 2, 4, 8, 16, 24, 24],
        new[] { 1, 2, 3, 4, 5, 6, int.MaxValue }.Select(static failures => QueueSchedule.HoldDelay(failures).TotalHours));

    [Theory]
    [InlineData(-60, -1, true)]
    [InlineData(-60, 0, true)]
    [InlineData(-10, 10, false)]
    [InlineData(-10, 72, false)]
    // The clock stood in the future when the attempt ended, and was set back since.
    [InlineData(1000, 1060, true)]
    [InlineData(525600, 525660, true)]
    public void A_mail_is_due_at_its_time_however_the_clock_is_set(double last, double next, bool isDue) =>
        Assert.Equal(isDue, QueueSchedule.IsDue(Tried(last, next), Now));

    [Fact]
    public void A_mail_that_is_not_to_be_tried_before_some_day_waits_for_it() =>
        Assert.False(QueueSchedule.IsDue(Mail with { NextAttempt = Now.AddDays(10) }, Now));

    [Fact]
    public void A_new_mail_is_due_at_once_but_nobody_has_asked_for_it()
    {
        Assert.True(QueueSchedule.IsDue(Mail, Now));
        Assert.False(Mail.IsWanted);
        Assert.True(Mail.After(QueueChange.Retry)!.IsWanted);
        Assert.True(Tried(-5, 5).After(QueueChange.Retry)!.IsWanted);
    }

    [Theory]
    // Tried in time.
    [InlineData(-60, 0, 60)]
    [InlineData(-60, -10, 50)]
    // Asleep, off, or set forward: for days, or years.
    [InlineData(-60 * 24 * 3, -60 * 24 * 3 + 60, 60)]
    [InlineData(-525600, -525600 + 5, 5)]
    // Set back behind the last attempt, or only somewhat.
    [InlineData(100, 160, 0)]
    [InlineData(-10, 50, 10)]
    // A plan that no schedule makes.
    [InlineData(-100000, 100000, 72)]
    public void A_mail_ages_by_the_time_that_was_planned_at_most(double last, double next, double minutes) =>
        Assert.Equal(minutes, QueueSchedule.Elapsed(Tried(last, next), Now).TotalMinutes, 6);

    [Fact]
    public void The_time_before_its_first_attempt_does_not_count() => Assert.Equal(TimeSpan.Zero, QueueSchedule.Elapsed(Mail, Now.AddDays(3)));

    [Theory]
    [InlineData(-30, 30)]
    [InlineData(-90, 0)]
    [InlineData(10, 60)]
    public void Nor_does_the_time_for_which_its_account_was_held_or_offline(double since, double minutes) =>
        Assert.Equal(minutes, QueueSchedule.Elapsed(Tried(-60, 0), Now, Now.AddMinutes(since)).TotalMinutes, 6);
}
