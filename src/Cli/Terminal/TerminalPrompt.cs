using Msmtp.Text;

namespace Msmtp.Cli;

/// <summary>The person at the terminal, as a secret source: the last one to be asked.</summary>
sealed class TerminalPrompt(string terminal = TerminalDialogue.ControllingTerminal) : ISecretSource
{
    /// <summary>When this source is asked, and for what.</summary>
    public static SecretFacts Facts { get; } = new(SecretFacts.Prompt) { AsksPerson = true };

    /// <summary>
    /// Asks. An empty answer is an empty password. Null: there is no terminal, the server refused the answer already, or it is about the
    /// secret of an OAuth client: many clients have none.
    /// </summary>
    public ValueTask<Secret?> FindAsync(SecretQuery query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return query.Rejected is not null || query.Kind == SecretKind.ClientSecret
            ? default
            : new TerminalDialogue(terminal).AskSecretAsync(Prompt(query), cancellationToken);
    }

    internal static string Prompt(SecretQuery query) => PrintableText.Text(
        Word(query.Kind)
        + (query.File is null ? "" : $" in {query.File}")
        + (query.User is null ? "" : $" for {query.User}")
        + (query.Host is null ? "" : $" at {query.Host}")
        + ": ");

    // msmtp asks for a "password" even if a token is meant, and scripts that answer wait for that word.
    static string Word(SecretKind kind) => kind switch
    {
        SecretKind.KeyPassphrase => "passphrase of the private key",
        SecretKind.Pin => "PIN",
        _ => "password",
    };
}
