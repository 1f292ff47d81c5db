namespace Msmtp.Hosting;

/// <summary>Tells a caller who gives up from a failure: what a plugin, or an application's stream, throws by itself is its fault, even then.</summary>
static class Cancellation
{
    /// <summary>This was thrown because the caller gave up.</summary>
    public static bool IsFrom(this Exception e, CancellationToken caller) => e is OperationCanceledException && caller.IsCancellationRequested;
}
