using Msmtp.TestKit;

namespace Msmtp.Queue.Spool.Tests.Mails;

/// <summary>A mail that was given back is free at once, whatever else this process is doing.</summary>
public sealed class LockTests : IDisposable
{
    readonly SpoolUnderTest spool = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => spool.Dispose();

    // Between fork and exec a program has all files of its parent open, and with them the lock.
    [Fact]
    public async Task Programs_that_are_being_started_do_not_keep_it()
    {
        var id = await spool.PutAsync("hello\n");
        using var over = new CancellationTokenSource();
        var starting = Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                while (!over.IsCancellationRequested)
                    await new CommandRunner("/bin/true").RunAsync(Token);
            },
            Token)).ToList();

        for (var i = 0; i < 300; i++)
        {
            await using var lease = await spool.Queue.TakeAsync(id, Token);
            Assert.True(lease is not null, $"it was not free after it had been taken {i} times");
        }
        await over.CancelAsync();
        await Task.WhenAll(starting);
    }
}
