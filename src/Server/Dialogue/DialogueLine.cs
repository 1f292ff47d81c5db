namespace Msmtp.Server;

/// <summary>One line of a dialogue, as RFCs print them.</summary>
/// <param name="Session">Counts the connections to a server, from 1.</param>
/// <param name="Speaker">Whose line it is.</param>
/// <param name="Text">The line without its end. Nothing is hidden: lines of AUTH hold passwords in base64.</param>
public readonly record struct DialogueLine(long Session, DialogueSpeaker Speaker, string Text)
{
    /// <summary>"C: QUIT", "S: 221 2.0.0 bye", "--- TLS ---".</summary>
    public override string ToString() => Speaker switch
    {
        DialogueSpeaker.Client => $"C: {Text}",
        DialogueSpeaker.Server => $"S: {Text}",
        _ => $"--- {Text} ---",
    };
}
