namespace Msmtp.Server.Tests;

static class Deadlines
{
    /// <summary>
    /// Lets the server's deadlines expire until it replies. The first one seen may still be that of writing what the client has already read:
    /// then there is another one after it.
    /// </summary>
    public static async Task ExpireAsync(this ManualTime time, TimeSpan timeout, Task reply)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        while (await Task.WhenAny(reply, time.UntilTimerAsync(timeout, cancellationToken)) is var first && first != reply)
        {
            await first;
            time.Advance(timeout);
        }
    }
}
