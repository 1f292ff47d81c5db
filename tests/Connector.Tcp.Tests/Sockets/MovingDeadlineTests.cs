using Msmtp.Testing;

namespace Msmtp.Connector.Tcp.Tests.Sockets;

public sealed class MovingDeadlineTests : IDisposable
{
    readonly ManualTime time = new();
    readonly MovingDeadline deadline;
    readonly CancellationTokenSource caller = new();

    public MovingDeadlineTests() => deadline = new MovingDeadline(time);

    public void Dispose()
    {
        deadline.Dispose();
        caller.Dispose();
    }

    [Fact]
    public void Cancels_what_is_under_way_when_its_moment_has_come()
    {
        deadline.Set(TimeSpan.FromSeconds(2));
        using var reading = deadline.BeginRead(caller.Token);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(reading.Token.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(reading.Token.IsCancellationRequested);
        Assert.True(deadline.IsOver);
    }

    [Fact]
    public void A_later_moment_takes_the_place_of_the_earlier_one()
    {
        deadline.Set(TimeSpan.FromSeconds(2));
        time.Advance(TimeSpan.FromSeconds(1));
        deadline.Set(TimeSpan.FromSeconds(2));
        using var reading = deadline.BeginRead(caller.Token);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(reading.Token.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(reading.Token.IsCancellationRequested);
    }

    [Fact]
    public void So_does_an_earlier_one()
    {
        deadline.Set(TimeSpan.FromMinutes(2));
        deadline.Set(TimeSpan.FromSeconds(1));
        using var writing = deadline.BeginWrite(caller.Token);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(writing.Token.IsCancellationRequested);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(60 * 24)]
    public void Without_a_limit_or_with_one_that_no_timer_holds_nothing_ends(int? days)
    {
        deadline.Set(TimeSpan.FromSeconds(1));
        deadline.Set(days is { } some ? TimeSpan.FromDays(some) : null);
        using var reading = deadline.BeginRead(caller.Token);

        time.Advance(TimeSpan.FromDays(1));
        Assert.False(reading.Token.IsCancellationRequested);
    }

    [Fact]
    public void What_is_over_is_over_until_it_is_set_anew()
    {
        deadline.Set(TimeSpan.Zero);
        using (var reading = deadline.BeginRead(caller.Token))
            Assert.True(reading.Token.IsCancellationRequested);

        deadline.Set(TimeSpan.FromSeconds(1));
        using var another = deadline.BeginRead(caller.Token);
        Assert.False(another.Token.IsCancellationRequested);
        Assert.False(deadline.IsOver);
    }

    [Fact]
    public void A_caller_who_gives_up_reading_has_not_given_up_writing_nor_the_next_reading()
    {
        deadline.Set(TimeSpan.FromSeconds(1));
        using var writing = deadline.BeginWrite(CancellationToken.None);
        using (var reading = deadline.BeginRead(caller.Token))
        {
            caller.Cancel();
            Assert.True(reading.Token.IsCancellationRequested);
        }

        using var another = deadline.BeginRead(CancellationToken.None);
        Assert.False(another.Token.IsCancellationRequested);
        Assert.False(writing.Token.IsCancellationRequested);
        Assert.False(deadline.IsOver);
    }
}
