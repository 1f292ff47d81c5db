using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Queue;

/// <summary>The workers of a run.</summary>
public sealed class QueueWorkersTests
{
    [Fact]
    public void In_the_command_the_thread_that_waits_for_them_is_the_one_that_goes_on()
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
        var opener = new Thread(() =>
        {
            SpinWait.SpinUntil(() => hasReturned.IsSet || waiting.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
            gate.Set();
        });
        opener.Start();

        var finished = workers.FinishAsync();
        var isDone = finished.IsCompletedSuccessfully;
        hasReturned.Set();
        opener.Join();

        Assert.True(isDone);
    }
}
