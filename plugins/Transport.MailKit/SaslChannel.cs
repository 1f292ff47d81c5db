using MailKit;

namespace Msmtp.Transport.MailKit;

/// <summary>SASL over MailKit's session (RFC 4954 §4). What is sent passes through strings, which cannot be zeroed.</summary>
sealed class SaslChannel(Client client, Dialogue dialogue, Patience patience, SaslOffer offer) : ISaslChannel
{
    // RFC 5321 §4.5.3.1.4, less the line end.
    const int PromisedLength = 510;

    /// <summary>The failure for a connection that breaks.</summary>
    public required Func<Exception, MailException> Broken { get; init; }

    public SaslOffer Offer => offer;

    public async ValueTask<SaslAnswer> BeginAsync(
        string mechanism, ReadOnlyMemory<byte>? initialResponse, CancellationToken cancellationToken)
    {
        var command = $"AUTH {CommandText.Checked(mechanism, nameof(mechanism))}";
        if (initialResponse is not { Length: > 0 } initial)
            return await SendAsync(initialResponse is null ? command : command + " =", "", cancellationToken).ConfigureAwait(false);
        var text = Convert.ToBase64String(initial.Span);
        if (command.Length + 1 + text.Length <= PromisedLength)
            return await SendAsync(command + " ", text, cancellationToken).ConfigureAwait(false);
        // RFC 4954 §4: a response that would make the command too long for SMTP is only sent when the server asks for it.
        var answer = await SendAsync(command, "", cancellationToken).ConfigureAwait(false);
        return answer.Kind == SaslAnswerKind.Challenge ? await RespondAsync(initial, cancellationToken).ConfigureAwait(false) : answer;
    }

    public ValueTask<SaslAnswer> RespondAsync(ReadOnlyMemory<byte> response, CancellationToken cancellationToken) =>
        SendAsync("", Convert.ToBase64String(response.Span), cancellationToken);

    public async ValueTask CancelAsync(CancellationToken cancellationToken) =>
        await SendAsync("*", "", cancellationToken).ConfigureAwait(false);

    async ValueTask<SaslAnswer> SendAsync(string visible, string secret, CancellationToken cancellationToken)
    {
        patience.Renew();
        dialogue.Hide(secret.Length > 0 ? visible.Length : null);
        try
        {
            return SaslAnswer.Of(await client.ExchangeAsync(visible + secret, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (e is ProtocolException or IOException or ServiceNotConnectedException)
        {
            throw Broken(e);
        }
        finally
        {
            dialogue.Hide(null);
            patience.Pause();
        }
    }
}
