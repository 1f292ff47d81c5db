using Msmtp.TestKit;

namespace Msmtp.Secrets.Keyring.Tests;

public sealed class BlockingCallTests
{
    readonly ManualTime time = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(IoMode.Blocking), InlineData(IoMode.Asynchronous)]
    public async Task What_the_call_finds_is_returned(IoMode io)
    {
        using var secret = Secret.FromText("x");

        Assert.Same(secret, await new BlockingCall(io, time).RunAsync(_ => secret, Ct));
        Assert.Null(await new BlockingCall(io, time).RunAsync(_ => null, Ct));
    }

    [Fact]
    public void In_the_command_it_is_over_when_it_returns()
    {
        using var never = new ManualResetEventSlim();

        var call = new BlockingCall(IoMode.Blocking, time).RunAsync(_ => never.Wait(50, Ct) ? Secret.FromText("x") : null, Ct);

        Assert.True(call.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task In_an_application_nobodys_thread_is_held()
    {
        using var release = new ManualResetEventSlim();
        var caller = Environment.CurrentManagedThreadId;
        var other = caller;

        var call = new BlockingCall(IoMode.Asynchronous, time).RunAsync(
            _ =>
            {
                other = Environment.CurrentManagedThreadId;
                release.Wait(Ct);
                return Thread.CurrentThread.IsThreadPoolThread ? Secret.FromText("pool") : null;
            },
            Ct);

        Assert.False(call.IsCompleted);
        release.Set();
        Assert.Null(await call);
        Assert.NotEqual(caller, other);
    }

    [Fact]
    public async Task When_the_time_is_up_it_is_told_to_give_up_and_left_to_itself()
    {
        using var release = new ManualResetEventSlim();
        var told = new TaskCompletionSource();
        var late = Secret.FromText("late");

        var call = new BlockingCall(IoMode.Asynchronous, time).RunAsync(
            givingUp =>
            {
                givingUp.Register(told.SetResult);
                release.Wait(Ct);
                return late;
            },
            Ct).AsTask();
        await time.UntilTimerAsync(BlockingCall.Limit, Ct);
        time.Advance(BlockingCall.Limit);

        Assert.Null(await call);
        await told.Task.WaitAsync(Ct);
        release.Set();
        await ZeroedAsync(late);
    }

    [Theory, InlineData(IoMode.Blocking), InlineData(IoMode.Asynchronous)]
    public async Task A_caller_who_cancels_does_not_wait(IoMode io)
    {
        using var release = new ManualResetEventSlim();
        using var caller = new CancellationTokenSource();
        var told = new TaskCompletionSource();

        var call = Task.Run(
            () => new BlockingCall(io, time).RunAsync(
                givingUp =>
                {
                    givingUp.Register(told.SetResult);
                    caller.CancelAsync();
                    release.Wait(Ct);
                    throw new InvalidOperationException("nobody listens any more");
                },
                caller.Token).AsTask(),
            Ct);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await told.Task.WaitAsync(Ct);
        release.Set();
    }

    [Fact]
    public async Task A_caller_who_has_cancelled_before_starts_nothing()
    {
        var call = new BlockingCall(IoMode.Blocking, time);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => call.RunAsync(static _ => throw new InvalidOperationException("called"), new CancellationToken(canceled: true)).AsTask());
    }

    [Theory, InlineData(IoMode.Blocking), InlineData(IoMode.Asynchronous)]
    public async Task A_fault_is_the_callers(IoMode io)
    {
        var call = new BlockingCall(io, time);

        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => call.RunAsync(static _ => throw new InvalidOperationException("a fault"), Ct).AsTask());

        Assert.Equal("a fault", e.Message);
    }

    static Task ZeroedAsync(Secret secret) => Eventually.TrueAsync("the secret is zeroed", () => IsZeroed(secret), Ct);

    static bool IsZeroed(Secret secret)
    {
        try
        {
            secret.Reveal();
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }
}
