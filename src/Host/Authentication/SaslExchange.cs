namespace Msmtp.Hosting;

/// <summary>
/// One exchange of one mechanism (RFC 4422 §3), over a channel that knows how its protocol encodes it.
/// <code>
/// begin [initial-response]    *( challenge    response / cancel )    success / refusal / failure
/// </code>
/// </summary>
sealed class SaslExchange(ISaslChannel channel, SaslMechanism mechanism, ISaslClient client, AccountSettings settings)
{
    bool hasBeenAsked;

    /// <summary>
    /// Null: the server has accepted us, and the client the server. Otherwise why this mechanism or this secret does not work. Throws <see
    /// cref="MailException"/> for anything that is final.
    /// </summary>
    public async ValueTask<SaslRefusal?> RunAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte>? initial;
        try
        {
            initial = await client.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (MailException e)
        {
            // Nothing was sent or received.
            return new SaslRefusal(e);
        }
        var answer = await channel.BeginAsync(mechanism.Name, initial, cancellationToken).ConfigureAwait(false);
        while (answer.Kind == SaslAnswerKind.Challenge)
        {
            var response = await RespondAsync(answer, cancellationToken).ConfigureAwait(false);
            answer = await channel.RespondAsync(response, cancellationToken).ConfigureAwait(false);
        }

        if (answer.Kind is SaslAnswerKind.MechanismRefused or SaslAnswerKind.SecretRefused)
            return new SaslRefusal(Refused(answer)) { IsAboutSecret = answer.Kind == SaslAnswerKind.SecretRefused };
        if (answer.Kind != SaslAnswerKind.Success)
            throw Refused(answer);
        // RFC 4422 §5: data may come with the success, if the protocol has a place for it.
        if (!client.IsComplete && answer.Data is { } proof)
            await client.RespondAsync(proof, cancellationToken).ConfigureAwait(false);
        if (!client.IsComplete)
            throw Failed(ExitCode.Protocol, "the server ended the authentication too early");
        return null;
    }

    async ValueTask<ReadOnlyMemory<byte>> RespondAsync(SaslAnswer answer, CancellationToken cancellationToken)
    {
        try
        {
            return await client.RespondAsync(Challenge(answer), cancellationToken).ConfigureAwait(false);
        }
        catch (MailException)
        {
            await CancelAsync(cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    // Whatever happens, there is a more important failure to report.
    async ValueTask CancelAsync(CancellationToken cancellationToken)
    {
        try
        {
            await channel.CancelAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (MailException)
        {
        }
    }

    ReadOnlyMemory<byte> Challenge(SaslAnswer answer)
    {
        var isFirst = !hasBeenAsked;
        hasBeenAsked = true;
        if (mechanism.Facts.Reads == SaslChallenges.None || isFirst && mechanism.Facts.Reads == SaslChallenges.AfterFirst)
            return default;
        return answer.Data ?? throw Failed(ExitCode.Software, "the server sent a challenge that is not base64");
    }

    MailException Refused(SaslAnswer answer) => Failed(ExitCode.NoPerm, "authentication failed", answer.Reply);

    string? Advice(ServerReply reply) => mechanism.Facts.Secret == SecretKind.Token
        ? ReplyAdvice.ForToken(reply)
        : ReplyAdvice.For(DeliveryStage.Auth, reply, settings);

    MailException Failed(ExitCode exitCode, string what, ServerReply? reply = null) =>
        new(new DeliveryFailure(exitCode, DeliveryStage.Auth, $"{what} (method {mechanism.Name})")
        {
            Reply = reply,
            Explanation = client.Explanation,
            Advice = reply is null ? null : Advice(reply),
        });
}

/// <summary>Why a mechanism did not succeed, where another may be tried.</summary>
/// <param name="Failure">What to report if none is.</param>
sealed record SaslRefusal(MailException Failure)
{
    /// <summary>The server refused the secret. False: it refused the mechanism, or the mechanism cannot be started.</summary>
    public bool IsAboutSecret { get; init; }
}
