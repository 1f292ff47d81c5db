using Msmtp.TestKit;

namespace Msmtp.Server.Tests;

public sealed class ManualTimeTests
{
    readonly ManualTime time = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void A_timer_fires_when_the_clock_reaches_it_and_not_before()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10), time);

        time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(deadline.IsCancellationRequested);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(deadline.IsCancellationRequested);
    }

    [Fact]
    public async Task Delays_and_timestamps_follow_the_clock()
    {
        var before = time.GetTimestamp();
        var delay = Task.Delay(TimeSpan.FromHours(1), time, Ct);

        await time.UntilTimerAsync(TimeSpan.FromHours(1), Ct);
        time.Advance(TimeSpan.FromHours(1));
        await delay;

        Assert.Equal(TimeSpan.FromHours(1), time.GetElapsedTime(before));
    }

    [Fact]
    public void A_disposed_timer_is_silent()
    {
        var rang = 0;
        using (time.CreateTimer(_ => rang++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)))
        {
            time.Advance(TimeSpan.FromSeconds(1));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(2, rang);
    }
}
