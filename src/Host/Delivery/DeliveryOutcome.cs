namespace Msmtp.Hosting;

/// <summary>What became of a mail, for those who tell it and those who log it.</summary>
/// <param name="Record">What a log is told.</param>
sealed record DeliveryOutcome(DeliveryRecord Record)
{
    /// <summary>What was thrown when the delivery could not go on; null: the server answered.</summary>
    public Exception? Cause { get; init; }
}
