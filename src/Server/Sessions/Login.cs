namespace Msmtp.Server;

/// <summary>An AUTH command: the exchange and the check of its credentials. Counts failures.</summary>
sealed class Login(SmtpConnection connection, SmtpServerOptions options, PasswordGuesses guesses, SessionLimits limits)
{
    readonly AuthDialogue dialogue = new(connection, options);
    readonly string? address = CountedClient.Of(connection.Client);

    /// <summary>Obtains credentials and checks them.</summary>
    /// <param name="argument">What follows AUTH.</param>
    /// <param name="cancellationToken">Cancelled when the server stops.</param>
    /// <returns>The reply, and the name of the user who logged in, or null.</returns>
    public async ValueTask<(SmtpReply Reply, string? UserName)> RunAsync(string argument, CancellationToken cancellationToken)
    {
        var words = argument.Split(' ');
        var mechanism = words[0].ToUpperInvariant();
        if (mechanism.Length == 0 || words.Length > 2)
            return (Replies.WrongArgument, null);
        if (!options.Mechanisms.Contains(mechanism))
            return (Replies.UnknownMechanism, null);
        var (credentials, refusal) = await dialogue.RunAsync(mechanism, words.ElementAtOrDefault(1), cancellationToken).ConfigureAwait(false);
        if (credentials is null)
            return (refusal ?? Replies.AuthFailed, null);
        var reply = await CheckAsync(credentials, cancellationToken).ConfigureAwait(false);
        return (reply, reply == Replies.AuthSucceeded ? credentials.UserName : null);
    }

    async ValueTask<SmtpReply> CheckAsync(SmtpCredentials credentials, CancellationToken cancellationToken)
    {
        if (!guesses.TryBegin(address))
            return Replies.AuthTooOften;
        var reply = await AskAsync(credentials, cancellationToken).ConfigureAwait(false);
        if (reply != Replies.AuthFailed)
        {
            guesses.TakeBack(address);
            return reply;
        }
        await Task.Delay(options.AuthFailureDelay, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        limits.NoteAuthFailure();
        return reply;
    }

    // The check is not ours: whatever it throws, the client gets a reply.
    async ValueTask<SmtpReply> AskAsync(SmtpCredentials credentials, CancellationToken cancellationToken)
    {
        try
        {
            var isRight = options.CredentialsCheck is { } check && await check(credentials, cancellationToken).ConfigureAwait(false);
            return isRight ? Replies.AuthSucceeded : Replies.AuthFailed;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            connection.Observe(DialogueSpeaker.Event, $"the check of credentials failed: {e.Message}");
            return Replies.AuthUnavailable;
        }
    }
}
