using System.Buffers.Text;
using System.Text;

namespace Msmtp.Transport.Smtp;

/// <summary>
/// One attempt to authenticate (RFC 4954 §4).
/// <code>
/// C: AUTH mechanism [initial-response]    *( S: 334 challenge    C: response / "*" )    S: 235 / 4yz / 5yz
/// </code>
/// </summary>
sealed class SaslExchange(SmtpConnection connection, string mechanism, ISaslClient client)
{
    /// <summary>Returns when the server has accepted us and the client the server.</summary>
    public async ValueTask RunAsync(CancellationToken ct)
    {
        var initial = await client.StartAsync(ct).ConfigureAwait(false);
        var reply = await SendAsync(Command.Auth(mechanism, initial), ct).ConfigureAwait(false);
        while (reply.Code == 334)
        {
            var response = await AnswerAsync(reply, ct).ConfigureAwait(false);
            reply = await SendAsync(Command.SaslResponse(response), ct).ConfigureAwait(false);
        }

        if (reply.Code != 235)
            throw new MailException(ExitCode.NoPerm, DeliveryStage.Auth, $"authentication failed (method {mechanism})", reply);
        if (!client.IsComplete)
            throw new MailException(ExitCode.Protocol, DeliveryStage.Auth, $"the server ended the authentication too early (method {mechanism})");
    }

    async ValueTask<Reply> SendAsync(Command command, CancellationToken ct)
    {
        try
        {
            return await connection.ExchangeAsync(DeliveryStage.Auth, command, ct).ConfigureAwait(false);
        }
        finally
        {
            command.Wipe();
        }
    }

    async ValueTask<ReadOnlyMemory<byte>> AnswerAsync(Reply reply, CancellationToken ct)
    {
        try
        {
            return await client.RespondAsync(Challenge(reply), ct).ConfigureAwait(false);
        }
        catch (MailException)
        {
            await CancelAsync(ct).ConfigureAwait(false);
            throw;
        }
    }

    // The server answers 501. If it does not, there is worse to report already.
    async ValueTask CancelAsync(CancellationToken ct)
    {
        try
        {
            await connection.ExchangeAsync(DeliveryStage.Auth, Command.CancelAuth, ct).ConfigureAwait(false);
        }
        catch (MailException)
        {
        }
    }

    byte[] Challenge(Reply reply)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(reply.Lines));
        if (!Base64.IsValid(text, out var length))
            throw new MailException(ExitCode.Software, DeliveryStage.Auth, $"the server sent a challenge that is not base64 (method {mechanism})");
        var challenge = new byte[length];
        Base64.DecodeFromUtf8(text, challenge, out _, out _);
        return challenge;
    }
}
