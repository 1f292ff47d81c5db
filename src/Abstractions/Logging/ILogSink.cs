namespace Msmtp;

/// <summary>
/// Keeps a record of each mail that was tried. Called once per mail, after the outcome is known. Throw
/// <see cref="MailException"/> when the record cannot be kept: the host tells the user and the outcome stays what it is.
/// </summary>
public interface ILogSink
{
    /// <summary>Keeps one record.</summary>
    ValueTask WriteAsync(DeliveryRecord record, CancellationToken ct);
}
