namespace Msmtp.Transport.Smtp;

/// <summary>
/// A session as something to authenticate over (RFC 4954 §4).
/// <code>
/// C: AUTH mechanism [initial-response]    *( S: 334 challenge    C: response / "*" )    S: 235 / 4yz / 5yz
/// </code>
/// </summary>
/// <param name="connection">The session's connection.</param>
/// <param name="offer">Makes the offer, for whoever asks: most accounts want no login.</param>
sealed class SmtpSaslChannel(SmtpConnection connection, Func<SaslOffer> offer) : ISaslChannel
{
    public SaslOffer Offer => offer();

    public async ValueTask<SaslAnswer> BeginAsync(string mechanism, ReadOnlyMemory<byte>? initialResponse, CancellationToken cancellationToken)
    {
        var command = Command.Auth(mechanism, initialResponse);
        if (initialResponse is not { Length: > 0 } initial || command.Octets.Length <= Command.PromisedLength)
            return await SendAsync(command, cancellationToken).ConfigureAwait(false);
        // RFC 4954 §4: a response that makes the command too long for SMTP is not sent with it, but when the server asks for it.
        command.Wipe();
        var answer = await SendAsync(Command.Auth(mechanism, null), cancellationToken).ConfigureAwait(false);
        return answer.Kind == SaslAnswerKind.Challenge ? await RespondAsync(initial, cancellationToken).ConfigureAwait(false) : answer;
    }

    public ValueTask<SaslAnswer> RespondAsync(ReadOnlyMemory<byte> response, CancellationToken cancellationToken) =>
        SendAsync(Command.SaslResponse(response), cancellationToken);

    // The server answers 501.
    public async ValueTask CancelAsync(CancellationToken cancellationToken) =>
        await connection.ExchangeAsync(DeliveryStage.Auth, Command.CancelAuth, cancellationToken).ConfigureAwait(false);

    async ValueTask<SaslAnswer> SendAsync(Command command, CancellationToken cancellationToken)
    {
        try
        {
            return SaslAnswer.Of(await connection.ExchangeAsync(DeliveryStage.Auth, command, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            command.Wipe();
        }
    }
}
