namespace Msmtp;

/// <summary>The context of a mode of the command.</summary>
/// <param name="Plugin">The account and its environment.</param>
/// <param name="Argument">The option's argument; empty if there is none.</param>
/// <param name="Print">Prints a line on standard output.</param>
public sealed record ModeContext(PluginContext Plugin, string Argument, Action<string> Print)
{
    /// <summary>The path of the user's msmtprc, whether it exists or not; empty if unknown.</summary>
    public string UserFile { get; init; } = "";

    /// <summary>Asks the user at the terminal; null if there is nobody to ask.</summary>
    public IPrompt? Prompt { get; init; }
}

/// <summary>Asks the user at the terminal.</summary>
public interface IPrompt
{
    /// <summary>Asks a question; the answer is shown as it is typed. Returns null if there is no terminal.</summary>
    /// <param name="question">One printable line; the answer is typed after it.</param>
    /// <param name="cancellationToken">Not checked while the user types, who can interrupt the program.</param>
    ValueTask<string?> AskAsync(string question, CancellationToken cancellationToken);

    /// <summary>Asks for a secret, which is not shown as it is typed. The caller disposes it. Returns null if there is no terminal.</summary>
    /// <inheritdoc cref="AskAsync" path="/param"/>
    ValueTask<Secret?> AskSecretAsync(string question, CancellationToken cancellationToken);
}
