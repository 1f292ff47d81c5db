namespace Msmtp;

/// <summary>What the choice of a mechanism has to know before one is made. The defaults are the careful ones.</summary>
/// <param name="Strength">The offered mechanism with the greatest strength is tried first when the user named none.</param>
public sealed record SaslFacts(int Strength)
{
    /// <summary>
    /// Nothing that is worth stealing crosses the wire, so that it may be chosen without TLS. A mechanism has to say so itself.
    /// </summary>
    public bool IsSafeWithoutTls { get; init; }

    /// <summary>Takes part when the user wrote <c>auth on</c>. False: only when it is named.</summary>
    public bool IsChosenAutomatically { get; init; } = true;

    /// <summary>The challenges that the client reads; it is given an empty one in place of each other.</summary>
    public SaslChallenges Reads { get; init; } = SaslChallenges.All;

    /// <summary>Cannot work without a user name.</summary>
    public bool NeedsUser { get; init; } = true;

    /// <summary>The kind of secret that it cannot work without; null: none.</summary>
    public SecretKind? Secret { get; init; } = SecretKind.Password;
}

/// <summary>
/// Which of the server's challenges a mechanism reads. One that it does not read may be anything, and need not be base64.
/// </summary>
public enum SaslChallenges
{
    /// <summary>Every one.</summary>
    All,

    /// <summary>All but the first, which only means "go on" (NTLM, MS-SMTPNTLM §2.2.1.2: <c>334 ntlm supported</c>).</summary>
    AfterFirst,

    /// <summary>None: the server asks in its own words (LOGIN, whose prompts some servers send as plain text).</summary>
    None,
}
