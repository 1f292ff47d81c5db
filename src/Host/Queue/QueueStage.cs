namespace Msmtp.Hosting;

/// <summary>
/// The stage of <see cref="SendPipeline"/> around the delivery for an account with a queue: keeps the body aside while it is sent, and puts
/// into the queue what no server has accepted, or everything before it is tried.
/// </summary>
sealed class QueueStage
{
}
