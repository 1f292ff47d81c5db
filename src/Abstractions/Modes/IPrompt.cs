namespace Msmtp;

/// <summary>Somebody who sits at the terminal and can be asked.</summary>
public interface IPrompt
{
    /// <summary>Asks, and lets him see what he types. Null: nobody answers, for there is no terminal.</summary>
    /// <param name="question">One line, printable; the answer stands behind it.</param>
    /// <param name="cancellationToken">Not looked at while somebody types: he ends the program himself, if he wants to.</param>
    ValueTask<string?> AskAsync(string question, CancellationToken cancellationToken);

    /// <summary>Asks for a secret, which is not shown while he types it, and is the caller's to dispose. Null: nobody answers.</summary>
    /// <inheritdoc cref="AskAsync" path="/param"/>
    ValueTask<Secret?> AskSecretAsync(string question, CancellationToken cancellationToken);
}
