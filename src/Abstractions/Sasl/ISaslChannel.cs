namespace Msmtp;

/// <summary>
/// Carries SASL exchanges (RFC 4422 §3) over a connection that a transport lends to <see cref="IAuthenticator"/>. It knows how its protocol
/// encodes messages and expresses success and failure; messages are passed as raw octets. Used by one caller at a time, for one exchange
/// after the other:
/// <code>
/// BeginAsync    *( Challenge    RespondAsync )    ( any other answer / Challenge    CancelAsync )
/// </code>
/// Throw <see cref="MailException"/> if the connection breaks, times out, or the server violates the protocol.
/// </summary>
public interface ISaslChannel
{
    /// <summary>What the server offers, and what protects the connection. Does not change while the channel is used.</summary>
    SaslOffer Offer { get; }

    /// <summary>Begins an exchange.</summary>
    /// <param name="mechanism">The mechanism's name, one of <see cref="SaslOffer.Mechanisms"/> regardless of case.</param>
    /// <param name="initialResponse">
    /// The initial response; null if the mechanism has none, empty if it is an empty one (RFC 4422 §4.3.B). If the protocol has no room for it
    /// in the command, it is sent when the server asks, and the answer to that is returned. It contains secrets: zero encoded copies
    /// once they are sent, and trace them with <see cref="ITrace.SentSecret"/>.
    /// </param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask<SaslAnswer> BeginAsync(string mechanism, ReadOnlyMemory<byte>? initialResponse, CancellationToken cancellationToken);

    /// <summary>Responds to the last challenge.</summary>
    /// <param name="response">The response, which may be empty; as secret as the initial one.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask<SaslAnswer> RespondAsync(ReadOnlyMemory<byte> response, CancellationToken cancellationToken);

    /// <summary>
    /// Cancels the exchange instead of responding to the last challenge (RFC 4954 §4: <c>*</c>). The server's answer and exceptions are
    /// ignored.
    /// </summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    ValueTask CancelAsync(CancellationToken cancellationToken);
}
