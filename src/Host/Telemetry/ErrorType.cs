using System.Globalization;

namespace Msmtp.Hosting;

/// <summary>
/// A failure as OpenTelemetry's <c>error.type</c>: one of a few words, so that it can be counted. Never the message, which may hold
/// addresses.
/// </summary>
static class ErrorType
{
    public const string Cancelled = "cancelled";

    /// <summary>The server's code if it answered, or else the stage.</summary>
    public static string Of(DeliveryFailure failure) =>
        failure.Reply is { } reply ? reply.Code.ToString("D3", CultureInfo.InvariantCulture) : Stage(failure.Stage);

    /// <summary>An outcome as a label.</summary>
    public static string Outcome(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Sent => "sent",
        SendOutcome.PartlySent => "partly_sent",
        SendOutcome.Queued => "queued",
        SendOutcome.Refused => "refused",
        SendOutcome.Deferred => "deferred",
        SendOutcome.Unknown => "unknown",
        _ => "not_sent",
    };

    static string Stage(DeliveryStage stage) => stage == DeliveryStage.EndOfData ? "end_of_data" : stage.ToString().ToLowerInvariant();
}
