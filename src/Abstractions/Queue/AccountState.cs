namespace Msmtp;

/// <summary>What is known of an account's server, for all queued mails that go to it. A store keeps it; only the host understands it.</summary>
public sealed record AccountState
{
    /// <summary>Why its mails wait.</summary>
    public AccountPause Pause { get; init; }

    /// <summary>When the next mail may try; null: at once.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>When the pause began; null: there is none.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>What the server said, or what failed, in one sentence; null: nothing.</summary>
    public string? Reason { get; init; }

    /// <summary>The number of failures since the last success.</summary>
    public int Failures { get; init; }

    /// <summary>The number of connections that the server seems to bear; null: as many as the account wants.</summary>
    public int? Connections { get; init; }

    /// <summary>When the rate of the account allows another mail, with those before it spread evenly; null: at once.</summary>
    public DateTimeOffset? FreeAt { get; init; }
}

/// <summary>Why the mails of an account wait.</summary>
public enum AccountPause
{
    /// <summary>They do not.</summary>
    None,

    /// <summary>The server cannot be reached.</summary>
    Unreachable,

    /// <summary>The server has had too much.</summary>
    Throttled,

    /// <summary>Something has to be mended on this side: a login, a certificate, a secret, the configuration.</summary>
    Held,

    /// <summary>This machine has no network.</summary>
    Offline,
}
