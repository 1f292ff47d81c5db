namespace Msmtp;

/// <summary>
/// One connection to one server, opened by the registered factory and used by one caller at a time; the host pools connections and disposes
/// them. Disposal ends the session politely if that needs no waiting, and never throws.
/// </summary>
public interface ITransport : IAsyncDisposable
{
    /// <summary>
    /// Whether the connection can take another mail, asked before each mail but the first. False: the host opens another connection. Nothing of
    /// the mail has been sent yet.
    /// </summary>
    ValueTask<bool> IsReadyAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The server accepts octets above 127 (RFC 6152), so the host passes the message in its 8-bit form if it has one. Asked before each mail.
    /// If false, a message with several forms is passed in the one that every server accepts.
    /// </summary>
    bool AcceptsEightBit => false;

    /// <summary>
    /// Sends one mail and reports what the server said about each recipient. Once the end of the message has been sent, cancellation no longer
    /// interrupts: the reply is awaited for a limited time, and without one the failure says that the mail may have been delivered.
    /// </summary>
    /// <exception cref="MailException">
    /// Delivery could not continue. If the server had already answered for some recipients, the exception has a <see cref="SendResult"/>
    /// (<see cref="SendResult.Of(DeliveryReport)"/>), so that those that were refused permanently are not tried again.
    /// </exception>
    ValueTask<DeliveryReport> SendAsync(OutgoingMail mail, CancellationToken cancellationToken);
}
