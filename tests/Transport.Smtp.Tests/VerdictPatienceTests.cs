using Msmtp.Testing;

namespace Msmtp.Transport.Smtp.Tests;

public sealed class VerdictPatienceTests
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    readonly ManualTime time = new();

    [Fact]
    public void The_time_begins_when_the_caller_gives_up()
    {
        using var caller = new CancellationTokenSource();
        using var waiting = new VerdictPatience(time, Limit).Begin(caller.Token);

        time.Advance(2 * Limit);
        Assert.False(waiting.Token.IsCancellationRequested);

        caller.Cancel();
        Assert.False(waiting.Token.IsCancellationRequested);
        time.Advance(Limit);
        Assert.True(waiting.Token.IsCancellationRequested);
    }

    [Fact]
    public void The_time_of_one_mail_is_not_the_next_ones()
    {
        var patience = new VerdictPatience(time, Limit);
        using (patience.Begin(new CancellationToken(canceled: true)))
            time.Advance(Limit / 2);
        using var waiting = patience.Begin(new CancellationToken(canceled: true));

        time.Advance(Limit / 2);
        Assert.False(waiting.Token.IsCancellationRequested);
        time.Advance(Limit / 2);
        Assert.True(waiting.Token.IsCancellationRequested);
    }

    [Fact]
    public void A_mail_whose_time_was_over_ends_no_other()
    {
        var patience = new VerdictPatience(time, Limit);
        using (patience.Begin(new CancellationToken(canceled: true)))
            time.Advance(Limit);
        using var waiting = patience.Begin(CancellationToken.None);

        Assert.False(waiting.Token.IsCancellationRequested);
    }
}
