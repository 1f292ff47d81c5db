namespace Msmtp.Server;

/// <summary>
/// Sees every command and reply of every session, in the order of each session, from many sessions at once; must not throw.
/// </summary>
/// <param name="line">The line.</param>
public delegate void DialogueObserver(DialogueLine line);
