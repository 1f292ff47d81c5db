namespace Msmtp.Hosting;

/// <summary>Sends mail through the accounts that it was built with. Safe to use from many threads at once.</summary>
public interface IMailer : IAsyncDisposable
{
    /// <summary>
    /// Sends one mail and reports what the server said of each recipient; a mail that the server did not take in full has a
    /// <see cref="DeliveryReport.Failure"/>. Throws <see cref="MailException"/> when the delivery could not go on, whose
    /// <see cref="MailException.MayHaveBeenDelivered"/> says whether sending again could deliver twice.
    /// </summary>
    ValueTask<DeliveryReport> SendAsync(MailRequest request, CancellationToken ct);
}
