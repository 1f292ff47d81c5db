namespace Msmtp;

/// <summary>What a mode of the command is given.</summary>
/// <param name="Plugin">The account and its environment.</param>
/// <param name="Argument">The option's argument; empty: there is none.</param>
/// <param name="Print">Prints a line on standard output.</param>
public sealed record ModeContext(PluginContext Plugin, string Argument, Action<string> Print)
{
    /// <summary>The user's msmtprc: where it lies, or would lie if there were one; empty: unknown.</summary>
    public string UserFile { get; init; } = "";

    /// <summary>Whoever sits at the terminal; null: nobody can be asked.</summary>
    public IPrompt? Prompt { get; init; }
}

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
