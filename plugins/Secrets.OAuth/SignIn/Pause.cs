namespace Msmtp.Secrets.OAuth.SignIn;

/// <summary>Waits for time to pass: the command by blocking, for the native one has no timers.</summary>
static class Pause
{
    // So that a clock that a test moves is looked at now and then.
    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    public static ValueTask ForAsync(PluginContext context, TimeSpan time, CancellationToken cancellationToken)
    {
        if (context.Io == IoMode.Asynchronous)
            return new ValueTask(Task.Delay(time, context.Time, cancellationToken));
        Block(context.Time, time, cancellationToken);
        return default;
    }

    // Ends at once when it is cancelled.
    static void Block(TimeProvider clock, TimeSpan time, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while (time - clock.GetElapsedTime(start) is var left && left > TimeSpan.Zero)
        {
            cancellationToken.WaitHandle.WaitOne(left < LongestWait ? left : LongestWait);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
