namespace Msmtp.Server;

/// <summary>One line of a dialogue, as RFCs print it.</summary>
/// <param name="Session">The number of the connection to the server, from 1.</param>
/// <param name="Speaker">Who says it.</param>
/// <param name="Text">
/// The line as received, without its line end. Nothing is hidden here: lines of AUTH contain passwords in base64.
/// </param>
public readonly record struct DialogueLine(long Session, DialogueSpeaker Speaker, string Text)
{
    // Where the secret begins; null: there is none.
    readonly int? secretStart;

    DialogueLine(long session, DialogueSpeaker speaker, string text, int? secretStart)
        : this(session, speaker, text) => this.secretStart = secretStart;

    /// <summary>"C: QUIT", "S: 221 2.0.0 bye", "--- TLS ---"; "C: AUTH PLAIN ***" and "C: ***" where the text contains a secret.</summary>
    public override string ToString() => Speaker switch
    {
        DialogueSpeaker.Client => $"C: {(secretStart is { } start ? $"{Text[..start]}***" : Text)}",
        DialogueSpeaker.Server => $"S: {Text}",
        _ => $"--- {Text} ---",
    };

    /// <summary>A command; what follows the mechanism of AUTH is secret (RFC 4954 §4, initial-response).</summary>
    internal static DialogueLine Command(long session, string text)
    {
        var mechanism = text.StartsWith("AUTH ", StringComparison.OrdinalIgnoreCase) ? text.AsSpan(5).TrimStart(' ') : default;
        var end = mechanism.IndexOf(' ');
        return new(session, DialogueSpeaker.Client, text, end < 0 ? null : text.Length - mechanism.Length + end + 1);
    }

    /// <summary>An answer to a challenge of AUTH: all of it is secret.</summary>
    internal static DialogueLine Answer(long session, string text) => new(session, DialogueSpeaker.Client, text, secretStart: 0);
}

/// <summary>Who says a line.</summary>
public enum DialogueSpeaker
{
    /// <summary>"C:", a line from the client.</summary>
    Client,

    /// <summary>"S:", a line from the server.</summary>
    Server,

    /// <summary>An event between the lines, such as the start of TLS.</summary>
    Event,
}

/// <summary>
/// Sees every command and reply of every session: the lines of one session in order, those of several concurrently. Must not throw.
/// </summary>
/// <param name="line">The line.</param>
public delegate void DialogueObserver(DialogueLine line);
