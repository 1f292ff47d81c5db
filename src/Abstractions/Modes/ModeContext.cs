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
