namespace Msmtp.Server;

/// <summary>One line of a dialogue, as RFCs print them.</summary>
/// <param name="Session">Counts the connections to a server, from 1.</param>
/// <param name="Speaker">Whose line it is.</param>
/// <param name="Text">The line without its end, as it came. Nothing is hidden here: lines of AUTH hold passwords in base64.</param>
public readonly record struct DialogueLine(long Session, DialogueSpeaker Speaker, string Text)
{
    // Where what authenticates begins; null: nothing does.
    readonly int? secretStart;

    DialogueLine(long session, DialogueSpeaker speaker, string text, int? secretStart)
        : this(session, speaker, text) => this.secretStart = secretStart;

    /// <summary>"C: QUIT", "S: 221 2.0.0 bye", "--- TLS ---"; "C: AUTH PLAIN ***" and "C: ***" where the text holds what authenticates.</summary>
    public override string ToString() => Speaker switch
    {
        DialogueSpeaker.Client => $"C: {(secretStart is { } start ? $"{Text[..start]}***" : Text)}",
        DialogueSpeaker.Server => $"S: {Text}",
        _ => $"--- {Text} ---",
    };

    /// <summary>A command; what stands behind the mechanism in AUTH is secret (RFC 4954 §4, initial-response).</summary>
    internal static DialogueLine Command(long session, string text)
    {
        var mechanism = text.StartsWith("AUTH ", StringComparison.OrdinalIgnoreCase) ? text.AsSpan(5).TrimStart(' ') : default;
        var end = mechanism.IndexOf(' ');
        return new(session, DialogueSpeaker.Client, text, end < 0 ? null : text.Length - mechanism.Length + end + 1);
    }

    /// <summary>An answer to a challenge of AUTH: all of it is secret.</summary>
    internal static DialogueLine Answer(long session, string text) => new(session, DialogueSpeaker.Client, text, secretStart: 0);
}

/// <summary>Whose line it is.</summary>
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
/// Sees every command and reply of every session, in the order of each session, from many sessions at once; must not throw.
/// </summary>
/// <param name="line">The line.</param>
public delegate void DialogueObserver(DialogueLine line);
