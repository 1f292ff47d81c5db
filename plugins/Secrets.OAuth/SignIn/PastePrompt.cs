namespace Msmtp.Secrets.OAuth.SignIn;

/// <summary>Asks the person for the address, while something else may bring it too.</summary>
/// <param name="prompt">The person; null if there is none.</param>
/// <param name="state">The state of the request.</param>
/// <param name="needsAddress">The address has more in it that is needed than the code (RFC 9207).</param>
sealed class PastePrompt(IPrompt? prompt, string state, bool needsAddress)
{
    const int MostAttempts = 5;
    const string Question = "address: ";

    /// <summary>The response, once <see cref="AwaitAsync"/> has returned.</summary>
    public AuthorizationResponse Response { get; private set; } = AuthorizationResponse.OfCode("");

    /// <summary>Asks until there is a <see cref="Response"/>.</summary>
    /// <param name="look">Looks for a moment whether it has come in another way; null if there is none.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MailException">There is no terminal, or what was pasted cannot be used.</exception>
    public async ValueTask AwaitAsync(Func<AuthorizationResponse?>? look, CancellationToken cancellationToken)
    {
        var pasted = "";
        var question = Question;
        for (var attempt = 1; ; attempt++)
        {
            string? line = null;
            var answer = AskAsync(question, typed => line = typed, cancellationToken);
            while (look is not null && !answer.IsCompleted)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (look() is { } response)
                {
                    Response = response;
                    return;
                }
            }
            await answer.ConfigureAwait(false);
            pasted += line ?? throw NoTerminal();
            if (Read(line, pasted, out var fault) is { } found)
            {
                Response = found;
                return;
            }
            if (attempt == MostAttempts)
                throw new MailException(ExitCode.DataErr, DeliveryStage.Configure, $"cannot use what was pasted: {fault}");
            question = $"{fault}; {Question}";
        }
    }

    // On a thread of its own: reading from a terminal cannot be interrupted, and the process does not wait for it when it ends. A Task
    // without a result: one call of ValueTask<T>.AsTask, and the native command makes three more objects for each type of result at every
    // start.
    Task AskAsync(string question, Action<string?> take, CancellationToken cancellationToken)
    {
        if (prompt is not { } some)
            throw NoTerminal();
        return Task.Run(
            async () =>
            {
                take(await some.AskAsync(question, cancellationToken).ConfigureAwait(false));
            },
            cancellationToken);
    }

    // A line break in the middle of an address makes two answers of it, of which the second may look like a code.
    AuthorizationResponse? Read(string line, string pasted, out string fault)
    {
        fault = "";
        if (PastedAddress.IsAddress(pasted) && Read(pasted, ref fault) is { } joined)
            return joined;
        return PastedAddress.IsAddress(line) || !PastedAddress.IsAddress(pasted) ? Read(line, ref fault) : null;
    }

    AuthorizationResponse? Read(string text, ref string fault)
    {
        try
        {
            var response = PastedAddress.Read(text, state);
            if (!needsAddress || PastedAddress.IsAddress(text))
                return response;
            fault = "the code alone is not enough: it has to be the whole address";
        }
        catch (InvalidDataException e)
        {
            fault = e.Message;
        }
        return null;
    }

    static MailException NoTerminal() => new(ExitCode.NoInput, DeliveryStage.Configure, "there is no terminal to paste the address at")
    {
        Advice = "run it in a terminal, or use --authorize=browser or --authorize=device",
    };
}
