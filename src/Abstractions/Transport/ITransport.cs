namespace Msmtp;

/// <summary>
/// One connection to one server, opened by the factory that the plugin registered and used by one caller at a time; the host
/// keeps connections and disposes them. Disposing says goodbye if that costs no waiting, and never throws.
/// </summary>
public interface ITransport : IAsyncDisposable
{
    /// <summary>
    /// Asked before each mail but the first. False: this connection is spent, open another. Not to be confused with a failed
    /// mail: nothing has been sent yet.
    /// </summary>
    ValueTask<bool> IsReadyAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The server takes octets beyond 127 (RFC 6152): the host gives it the message in that form, where it has one. Asked before each mail.
    /// False: messages of several forms come in the one that every server takes.
    /// </summary>
    bool AcceptsEightBit => false;

    /// <summary>
    /// Hands one mail over. Reports what the server said of each recipient; throws <see cref="MailException"/> when the
    /// delivery could not go on, with a <see cref="SendResult"/> where the server has answered for some recipients already
    /// (<see cref="SendResult.Of(DeliveryReport)"/>), so that those who were refused for good are not tried again. Once the end of the
    /// message has been sent, a cancellation no longer interrupts: the reply is awaited for a bounded time, and without one the failure says
    /// that the mail may have been delivered.
    /// </summary>
    ValueTask<DeliveryReport> SendAsync(OutgoingMail mail, CancellationToken cancellationToken);
}
