namespace Msmtp.Secrets.OAuth.SignIn;

/// <summary>Asks the person for the address, while something else may bring it too.</summary>
/// <param name="prompt">The person; null if there is none.</param>
/// <param name="state">The state of the request.</param>
sealed class PastePrompt(IPrompt? prompt, string state)
{
    const int MostAttempts = 5;
    const string Question = "address: ";

    /// <summary>Asks until there is an answer.</summary>
    /// <param name="look">Looks for a moment whether it has come in another way; null if there is none.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MailException">There is no terminal, or what was pasted cannot be used.</exception>
    public async ValueTask<AuthorizationResponse> AwaitAsync(Func<AuthorizationResponse?>? look, CancellationToken cancellationToken)
    {
        var pasted = "";
        var question = Question;
        for (var attempt = 1; ; attempt++)
        {
            var answer = Ask(question, cancellationToken);
            while (look is not null && !answer.IsCompleted)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (look() is { } response)
                    return response;
            }
            var line = await answer.ConfigureAwait(false) ?? throw NoTerminal();
            // A line break in the middle makes two answers of it.
            pasted += line;
            if (Read(line, out var fault) is { } whole)
                return whole;
            if (Read(pasted, out _) is { } joined)
                return joined;
            if (attempt == MostAttempts)
                throw new MailException(ExitCode.DataErr, DeliveryStage.Configure, $"cannot use what was pasted: {fault}");
            question = $"{fault}; {Question}";
        }
    }

    // On a thread of its own: reading from a terminal cannot be interrupted, and the process does not wait for it when it ends.
    Task<string?> Ask(string question, CancellationToken cancellationToken)
    {
        if (prompt is not { } some)
            throw NoTerminal();
        return Task.Factory.StartNew(
            () => some.AskAsync(question, cancellationToken).AsTask(), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    AuthorizationResponse? Read(string text, out string fault)
    {
        fault = "";
        try
        {
            return PastedAddress.Read(text, state);
        }
        catch (InvalidDataException e)
        {
            fault = e.Message;
            return null;
        }
    }

    static MailException NoTerminal() => new(ExitCode.NoInput, DeliveryStage.Configure, "there is no terminal to paste the address at")
    {
        Advice = "run it in a terminal, or use --authorize=browser or --authorize=device",
    };
}
