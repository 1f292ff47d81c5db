namespace Msmtp.Hosting;

/// <summary>
/// Tells a cancellation by the caller from a failure: what a plugin, or an application's stream, throws on its own is its own fault, even
/// then.
/// </summary>
static class Cancellation
{
    /// <summary>The exception was thrown because the caller cancelled.</summary>
    public static bool IsFrom(this Exception e, CancellationToken caller) =>
        e is OperationCanceledException && caller.IsCancellationRequested;
}
