using Msmtp.Testing;
using Msmtp.Transport.MailKit;

namespace Msmtp.Transport.MailKit.Tests;

public sealed class PatienceTests
{
    // The clock stands still: what a cancellation sets in motion has not been heard yet.
    readonly ManualTime time = new();

    [Fact]
    public void A_cancellation_that_came_before_the_end_of_the_message_stops_it()
    {
        using var caller = new CancellationTokenSource();
        using var patience = new Patience(TimeSpan.FromMinutes(1), time, caller.Token);

        caller.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(patience.AwaitVerdict);
        Assert.False(patience.IsTimeout);
    }

    [Fact]
    public void A_cancellation_after_it_only_limits_the_time()
    {
        using var caller = new CancellationTokenSource();
        using var patience = new Patience(TimeSpan.FromMinutes(1), time, caller.Token);

        patience.AwaitVerdict();
        caller.Cancel();

        Assert.False(patience.Token.IsCancellationRequested);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(patience.IsTimeout);
    }
}
