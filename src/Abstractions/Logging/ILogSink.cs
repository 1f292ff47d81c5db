namespace Msmtp;

/// <summary>
/// Keeps a record of each mail that was tried. Called once per mail, after the outcome is known. Throw
/// <see cref="MailException"/> when the record cannot be kept: the host tells the user and the outcome stays what it is.
/// </summary>
public interface ILogSink
{
    /// <summary>
    /// Says whether it was tried that a record could be kept, without keeping one. False: nobody knows before there is one. Throws
    /// <see cref="MailException"/> when it could not. For <c>--doctor</c>.
    /// </summary>
    ValueTask<bool> ProbeAsync(CancellationToken cancellationToken) => new(false);

    /// <summary>Keeps one record.</summary>
    ValueTask WriteAsync(DeliveryRecord record, CancellationToken cancellationToken);
}
