namespace Msmtp.Transport.Smtp;

/// <summary>
/// SASL over an SMTP session (RFC 4954 §4).
/// <code>
/// C: AUTH mechanism [initial-response]    *( S: 334 challenge    C: response / "*" )    S: 235 / 4yz / 5yz
/// </code>
/// </summary>
/// <param name="connection">The session's connection.</param>
/// <param name="offer">Creates the offer when it is needed: most accounts do not log in.</param>
sealed class SmtpSaslChannel(SmtpConnection connection, Func<SaslOffer> offer) : ISaslChannel
{
    public SaslOffer Offer => offer();

    public async ValueTask<SaslAnswer> BeginAsync(
        string mechanism, ReadOnlyMemory<byte>? initialResponse, CancellationToken cancellationToken)
    {
        var command = Command.Auth(mechanism, initialResponse);
        if (initialResponse is not { Length: > 0 } initial || command.Octets.Length <= Command.PromisedLength)
            return await SendAsync(command, cancellationToken).ConfigureAwait(false);
        // RFC 4954 §4: a response that would make the command too long for SMTP is only sent when the server asks for it.
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
