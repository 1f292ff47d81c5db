using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Queue;

public sealed class AccountRulesTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    static readonly AccountState Free = new();

    [Fact]
    public void A_server_that_stays_away_is_tried_less_and_less_often()
    {
        var (state, now, delays) = (Free, Now, new List<double>());
        for (var i = 0; i < 9; i++)
        {
            state = Fail(state, FailureClass.Unreachable, now);
            delays.Add((state.Until - now)!.Value.TotalMinutes);
            now = state.Until!.Value;
        }

        Assert.Equal([1, 2, 5, 10, 20, 40, 60, 60, 60], delays);
        Assert.Equal((AccountPause.Unreachable, Now, "no"), (state.Pause, state.Since, state.Reason));
    }

    [Fact]
    public void Mails_that_fail_at_the_same_time_are_one_failure()
    {
        var first = Fail(Free, FailureClass.Unreachable, Now);

        Assert.Same(first, AccountRules.After(first, Free, FailureClass.Unreachable, "no", Facts(Now.AddSeconds(1))));
    }

    [Theory]
    [InlineData(8, 4)]
    [InlineData(3, 1)]
    [InlineData(1, 1)]
    public void Too_much_halves_the_connections_and_pauses_for_five_minutes_at_least(int wanted, int left)
    {
        var state = AccountRules.After(Free, Free, FailureClass.Throttled, "421", new AccountCircumstances(Now, wanted, -1));

        Assert.Equal((AccountPause.Throttled, left), (state.Pause, state.Connections));
        Assert.True(state.Until - Now >= TimeSpan.FromMinutes(5));
        Assert.Equal((1, left), (AccountRules.Places(state, wanted), AccountRules.Places(AccountRules.AfterAnswer(state, new AccountCircumstances(Now, wanted, 0)), wanted)));
    }

    [Fact]
    public void Connections_come_back_ten_minutes_after_the_server_was_content()
    {
        var wanted = 8;
        var state = AccountRules.After(Free, Free, FailureClass.Throttled, "421", new AccountCircumstances(Now, wanted, 0));
        var places = new List<int>();
        for (var minutes = 6; minutes < 60; minutes += 6)
        {
            state = AccountRules.AfterAnswer(state, new AccountCircumstances(Now.AddMinutes(minutes), wanted, 0));
            places.Add(AccountRules.Places(state, wanted));
        }

        Assert.Equal([4, 4, 8, 8, 8, 8, 8, 8, 8], places);
        Assert.True(AccountRules.IsClean(state));
    }

    [Theory]
    // Until its time, and no longer than any pause lasts.
    [InlineData("Unreachable", 10, true, true)]
    [InlineData("Unreachable", -1, true, false)]
    [InlineData("Unreachable", 73, true, false)]
    [InlineData("Throttled", 10, true, true)]
    [InlineData("Held", 60, true, true)]
    [InlineData("Held", -1, true, false)]
    [InlineData("Held", 60 * 25, true, false)]
    // Without a network for as long as there is none; with one soon.
    [InlineData("Offline", -1000, false, true)]
    [InlineData("Offline", 1, true, true)]
    [InlineData("Offline", -1, true, false)]
    [InlineData("None", 10, false, false)]
    public void A_pause_ends_by_itself_however_the_clock_is_set(string pause, double minutes, bool hasNetwork, bool isPaused) => Assert.Equal(
        isPaused,
        AccountRules.IsPaused(new AccountState { Pause = Enum.Parse<AccountPause>(pause), Until = Now.AddMinutes(minutes), Failures = 1 }, Now, hasNetwork, null));

    [Theory]
    [InlineData(-61, true)]
    [InlineData(-59, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void What_was_changed_since_a_login_was_refused_may_have_mended_it(double minutes, bool isPaused)
    {
        var tried = Now.AddMinutes(-60);
        var state = Fail(Fail(Free, FailureClass.Held, tried.AddHours(-1)), FailureClass.Held, tried);

        Assert.Equal(isPaused, AccountRules.IsPaused(state, Now, true, Now.AddMinutes(minutes)));
    }

    [Fact]
    public void An_account_that_somebody_says_to_have_mended_is_tried_now_and_the_time_until_then_does_not_count()
    {
        var held = Fail(Free, FailureClass.Held, Now.AddMinutes(-10));
        var mended = AccountRules.Mended(held, Now);

        Assert.Equal((true, false), (AccountRules.IsPaused(held, Now, true, null), AccountRules.IsPaused(mended, Now, true, null)));
        Assert.Equal(Now.AddMinutes(-10), AccountRules.UncountedSince(mended));
        var away = Fail(Free, FailureClass.Unreachable, Now);
        Assert.Same(away, AccountRules.Mended(away, Now));
    }

    [Fact]
    public void Only_what_this_side_is_at_fault_for_does_not_count() => Assert.Equal(
        [AccountPause.Held, AccountPause.Offline],
        Enum.GetValues<AccountPause>().Where(static pause => AccountRules.UncountedSince(new AccountState { Pause = pause, Since = Now }) is not null));

    [Fact]
    public void A_rate_spreads_mails_evenly()
    {
        var interval = TimeSpan.FromSeconds(2);

        var once = AccountRules.Let(Free, interval, Now);
        var again = AccountRules.Let(once, interval, Now.AddSeconds(1));
        var later = AccountRules.Let(once, interval, Now.AddSeconds(2));

        Assert.NotSame(Free, once);
        Assert.Same(once, again);
        Assert.NotSame(once, later);
        Assert.Equal((1, 0), (AccountRules.Wait(once, interval, Now.AddSeconds(1)).TotalSeconds, AccountRules.Wait(once, interval, Now.AddHours(-1)).TotalSeconds));
    }

    static AccountState Fail(AccountState state, FailureClass about, DateTimeOffset now) => AccountRules.After(state, state, about, "no", Facts(now));

    static AccountCircumstances Facts(DateTimeOffset now) => new(now, 2, 0);
}
