namespace Msmtp.Testing;

/// <summary>How the other end of a transport behaves.</summary>
public sealed record PeerInstructions
{
    /// <summary>The recipients that it refuses.</summary>
    public IReadOnlyList<string> RefusedRecipients { get; init; } = [];

    /// <summary>What it does when a message is complete.</summary>
    public PeerVerdict Verdict { get; init; } = PeerVerdict.Accepts;

    /// <summary>It knows of notifications (RFC 3461).</summary>
    public bool Notifies { get; init; }

    /// <summary>Called when a message is complete, before anything is answered.</summary>
    public Action OnMessage { get; init; } = static () => { };

    /// <summary>What it waits for before it answers a complete message; it may never happen.</summary>
    public Task Pause { get; init; } = Task.CompletedTask;
}

/// <summary>What the other end of a transport does when a message is complete.</summary>
public enum PeerVerdict
{
    /// <summary>It accepts the mail and says so.</summary>
    Accepts,

    /// <summary>It refuses the mail.</summary>
    Refuses,

    /// <summary>It closes the connection without an answer.</summary>
    HangsUp,
}
