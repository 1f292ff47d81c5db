namespace Msmtp;

/// <summary>
/// A connection that can carry SASL exchanges (RFC 4422 §3), as a transport lends it to <see cref="IAuthenticator"/>. It knows how its
/// protocol writes messages and names success and failure; messages are given and taken as octets, not encoded. Used by one caller at a
/// time, for one exchange after the other:
/// <code>
/// BeginAsync    *( Challenge    RespondAsync )    ( any other answer / Challenge    CancelAsync )
/// </code>
/// Throw <see cref="MailException"/> when the connection breaks, takes too long, or does not speak the protocol.
/// </summary>
public interface ISaslChannel
{
    /// <summary>What the server offers, and what protects the connection. The same as long as the channel is used.</summary>
    SaslOffer Offer { get; }

    /// <summary>Begins an exchange.</summary>
    /// <param name="mechanism">The mechanism's name, one of <see cref="SaslOffer.Mechanisms"/> but for upper and lower case.</param>
    /// <param name="initialResponse">
    /// Null: the mechanism has none. Empty: it has one of no octets (RFC 4422 §4.3.B). Where the protocol has no place for it, or not for
    /// one that long, it is sent when the server asks, and the answer to that is returned. It holds secrets: what the channel makes of
    /// it is to be zeroed once it was sent, and never traced as if it were none (<see cref="ITrace.SentSecret"/>).
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<SaslAnswer> BeginAsync(string mechanism, ReadOnlyMemory<byte>? initialResponse, CancellationToken cancellationToken);

    /// <summary>Answers the challenge that came last.</summary>
    /// <param name="response">The response, which may be empty; secret like the initial one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<SaslAnswer> RespondAsync(ReadOnlyMemory<byte> response, CancellationToken cancellationToken);

    /// <summary>
    /// Ends the exchange instead of answering the challenge that came last (RFC 4954 §4: <c>*</c>). What the server says to that no
    /// longer matters, nor does what is thrown.
    /// </summary>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask CancelAsync(CancellationToken cancellationToken);
}
