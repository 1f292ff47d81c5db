using System.Buffers.Text;
using System.Text;

namespace Msmtp.Transport.Smtp;

/// <summary>
/// One attempt to authenticate (RFC 4954 §4).
/// <code>
/// C: AUTH mechanism [initial-response]    *( S: 334 challenge    C: response / "*" )    S: 235 / 4yz / 5yz
/// </code>
/// </summary>
sealed class SaslExchange(SmtpConnection connection, SaslMechanism mechanism, ISaslClient client, Settings settings)
{
    /// <summary>An initial response that does not fit the command line, until the server asks for it.</summary>
    ReadOnlyMemory<byte>? heldBack;

    bool hasBeenAsked;

    /// <summary>
    /// Null: the server has accepted us and the client the server. Otherwise what stands in the way of this mechanism, and says
    /// nothing of the secret: another may be tried. Throws <see cref="MailException"/> for all that is final.
    /// </summary>
    public async ValueTask<MailException?> RunAsync(CancellationToken ct)
    {
        Command command;
        try
        {
            command = await StartAsync(ct).ConfigureAwait(false);
        }
        catch (MailException e)
        {
            // Nothing was sent, and nothing was heard.
            return e;
        }
        var reply = await SendAsync(command, ct).ConfigureAwait(false);
        while (reply.Code == 334)
        {
            var response = await AnswerAsync(reply, ct).ConfigureAwait(false);
            reply = await SendAsync(Command.SaslResponse(response), ct).ConfigureAwait(false);
        }

        if (RefusesMechanism(reply))
            return Failed(ExitCode.NoPerm, "authentication failed", reply);
        if (reply.Code != 235)
            throw Failed(ExitCode.NoPerm, "authentication failed", reply);
        if (!client.IsComplete)
            await TakeLastWordAsync(reply, ct).ConfigureAwait(false);
        if (!client.IsComplete)
            throw Failed(ExitCode.Protocol, "the server ended the authentication too early");
        return null;
    }

    // RFC 4954 §4 and §6: 432 the password has to be set anew for this mechanism, by another one; 504 it is not known; 534 it is
    // too weak; 538 it needs encryption. 535 speaks of the password, 454 of the server.
    static bool RefusesMechanism(Reply reply) => reply.Code is 432 or 504 or 534 or 538;

    async ValueTask<Command> StartAsync(CancellationToken ct)
    {
        var initial = await client.StartAsync(ct).ConfigureAwait(false);
        var command = Command.Auth(mechanism.Name, initial);
        if (initial is not { Length: > 0 } || command.Octets.Length <= Command.PromisedLength)
            return command;
        // RFC 4954 §4: a response that makes the command too long for SMTP is not sent with it.
        command.Wipe();
        heldBack = initial;
        return Command.Auth(mechanism.Name, null);
    }

    // SMTP has no place for it, but some servers put their proof behind the 235 (RFC 4422 §5 allows such data in other protocols).
    async ValueTask TakeLastWordAsync(Reply reply, CancellationToken ct)
    {
        if (TryDecode(reply, out var proof))
            await client.RespondAsync(proof, ct).ConfigureAwait(false);
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
        if (heldBack is { } initial)
        {
            heldBack = null;
            return initial;
        }
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
        var isFirst = !hasBeenAsked;
        hasBeenAsked = true;
        if (mechanism.Facts.Reads == SaslChallenges.None || isFirst && mechanism.Facts.Reads == SaslChallenges.AllButTheFirst)
            return [];
        return TryDecode(reply, out var challenge)
            ? challenge
            : throw Failed(ExitCode.Software, "the server sent a challenge that is not base64");
    }

    static bool TryDecode(Reply reply, out byte[] octets)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(reply.Lines));
        var isValid = Base64.IsValid(text, out var length);
        octets = new byte[length];
        if (isValid)
            Base64.DecodeFromUtf8(text, octets, out _, out _);
        return isValid;
    }

    MailException Failed(ExitCode exitCode, string what, Reply? reply = null) =>
        new(new DeliveryFailure(exitCode, DeliveryStage.Auth, $"{what} (method {mechanism.Name})")
        {
            Reply = reply,
            Explanation = client.Explanation,
            Advice = reply is null ? null : ReplyAdvice.For(DeliveryStage.Auth, reply, settings),
        });
}
