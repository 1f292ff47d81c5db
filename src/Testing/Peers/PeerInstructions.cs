namespace Msmtp.Testing;

/// <summary>How the other end of a transport behaves.</summary>
public sealed record PeerInstructions
{
    /// <summary>The recipients that it does not accept.</summary>
    public IReadOnlyList<string> RefusedRecipients { get; init; } = [];

    /// <summary>What it does when a message is whole.</summary>
    public PeerVerdict Verdict { get; init; } = PeerVerdict.Accepts;

    /// <summary>Called when a message is whole, before anything is answered.</summary>
    public Action OnMessage { get; init; } = static () => { };

    /// <summary>What it waits for before it answers a whole message; it may never come.</summary>
    public Task Pause { get; init; } = Task.CompletedTask;
}

/// <summary>What the other end of a transport does when a message is whole.</summary>
public enum PeerVerdict
{
    /// <summary>It takes the mail, and says so.</summary>
    Accepts,

    /// <summary>It says that it does not take the mail.</summary>
    Refuses,

    /// <summary>It closes the connection without a word.</summary>
    HangsUp,
}
