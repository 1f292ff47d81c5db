namespace Msmtp.Hosting;

/// <summary>A log of a plugin from a folder.</summary>
sealed class GuardedLogSink(PluginGuard guard, Func<ILogSink?> create) : ILogSink
{
    public ValueTask<bool> ProbeAsync(CancellationToken ct) => guard.CallAsync(
        DeliveryStage.Quit, guard.Deadlines.Step, token => create() is { } sink ? sink.ProbeAsync(token) : new(false), ct);

    public ValueTask WriteAsync(DeliveryRecord record, CancellationToken ct) => guard.CallAsync(
        DeliveryStage.Quit, guard.Deadlines.Step, token => create() is { } sink ? sink.WriteAsync(record, token) : default, ct);
}
