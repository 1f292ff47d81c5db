namespace Msmtp.Queue.Spool.Tests;

/// <summary>Whoever waits gets what he has been waiting for.</summary>
public sealed class WaitingTests : IDisposable
{
    readonly SpoolUnderTest spool = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => spool.Dispose();

    // Whoever changes a mail has it locked: he must not be heard before it is free.
    [Fact]
    public async Task A_mail_whose_change_is_announced_can_be_taken()
    {
        var id = await spool.PutAsync("hello\n");
        await spool.Queue.WaitAsync(TimeSpan.FromMinutes(1), Token);
        for (var i = 0; i < 100; i++)
        {
            var (change, state) = i % 2 == 0 ? (QueueChange.Hold, QueuedMailState.Held) : (QueueChange.Release, QueuedMailState.Waiting);
            var taking = Task.Run(
                async () =>
                {
                    do
                        await spool.Queue.WaitAsync(TimeSpan.FromMinutes(1), Token);
                    while ((await spool.Queue.ListAsync(Token))[0].State != state);
                    return await spool.Queue.TakeAsync(id, Token);
                },
                Token);
            Assert.True(await spool.Open().ChangeAsync(id, change, Token));

            await using var lease = await taking;
            Assert.NotNull(lease);
        }
    }

    [Fact]
    public async Task Whoever_has_all_the_time_in_the_world_waits()
    {
        await spool.PutAsync("hello\n");
        await spool.Queue.WaitAsync(Timeout.InfiniteTimeSpan, Token);

        var waiting = spool.Queue.WaitAsync(Timeout.InfiniteTimeSpan, Token).AsTask();
        await Assert.ThrowsAsync<TimeoutException>(() => waiting.WaitAsync(TimeSpan.FromMilliseconds(100), Token));

        await spool.PutAsync("another\n");
        await waiting.WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.Equal(2, (await spool.ListAsync()).Count);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_yet_can_be_waited_for()
    {
        await spool.Queue.WaitAsync(TimeSpan.FromMilliseconds(1), Token);
        await spool.PutAsync("hello\n");

        while ((await spool.Queue.ListAsync(Token)).Count == 0)
            await spool.Queue.WaitAsync(TimeSpan.FromMinutes(1), Token);
        Assert.Single(await spool.ListAsync());
    }
}
