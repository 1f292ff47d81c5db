using Msmtp.Hosting;
using Msmtp.TestKit;

namespace Msmtp.Host.Tests.Queue;

/// <summary>The workers of a run.</summary>
public sealed class QueueWorkersTests
{
    [Fact]
    public async Task In_the_command_the_thread_that_waits_for_them_is_the_one_that_goes_on()
    {
        var workers = new QueueWorkers(IoMode.Blocking);
        using var gate = new ManualResetEventSlim();
        using var hasReturned = new ManualResetEventSlim();
        var waiting = Thread.CurrentThread;
        workers.Start(() =>
        {
            gate.Wait(CancellationToken.None);
            return Task.CompletedTask;
        });
        var opening = Task.Run(async () =>
        {
            await Eventually.TrueAsync("it waits, or has returned", HasCome, TestContext.Current.CancellationToken);
            gate.Set();
        }, TestContext.Current.CancellationToken);

        var finished = workers.FinishAsync();
        var isDone = finished.IsCompletedSuccessfully;
        hasReturned.Set();
        await opening;

        Assert.True(isDone);

        bool HasCome() => hasReturned.IsSet || waiting.ThreadState.HasFlag(ThreadState.WaitSleepJoin);
    }
}
