namespace Msmtp.Hosting;

/// <summary>A log of a plugin from a folder.</summary>
sealed class GuardedLogSink(PluginGuard guard, Func<ILogSink?> create) : ILogSink
{
    public ValueTask<bool> ProbeAsync(CancellationToken cancellationToken) => guard.CallAsync(
        DeliveryStage.Quit, guard.Deadlines.Step, token => create() is { } sink ? sink.ProbeAsync(token) : new(false), cancellationToken);

    public ValueTask WriteAsync(DeliveryRecord record, CancellationToken cancellationToken) => guard.CallAsync(
        DeliveryStage.Quit, guard.Deadlines.Step, token => create() is { } sink ? sink.WriteAsync(record, token) : default, cancellationToken);
}
