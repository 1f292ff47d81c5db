namespace Msmtp;

/// <summary>What the choice of a mechanism has to know before one is made. The defaults are the careful ones.</summary>
/// <param name="Strength">The offered mechanism with the greatest strength is tried first when the user named none.</param>
public sealed record SaslFacts(int Strength)
{
    /// <summary>Nothing that is worth stealing crosses the wire, so that it may be chosen without TLS. A mechanism has to say so itself.</summary>
    public bool IsSafeWithoutTls { get; init; }

    /// <summary>Takes part when the user wrote <c>auth on</c>. False: only when it is named.</summary>
    public bool IsChosenByItself { get; init; } = true;

    /// <summary>
    /// What the server says in its challenges matters. False: it does not, not even whether it is base64 (LOGIN, whose prompts
    /// some servers send as plain text); the client is given empty challenges then.
    /// </summary>
    public bool ReadsChallenges { get; init; } = true;

    /// <summary>
    /// What the server says to AUTH without an initial response matters. False: it only means "go on" and is not looked at, not
    /// even whether it is base64 (NTLM, MS-SMTPNTLM §2.2.1.2: <c>334 ntlm supported</c>); the client is given an empty
    /// challenge then.
    /// </summary>
    public bool ReadsFirstChallenge { get; init; } = true;

    /// <summary>Cannot work without a user name.</summary>
    public bool NeedsUser { get; init; } = true;

    /// <summary>The kind of secret that it cannot work without; null: none.</summary>
    public SecretKind? Secret { get; init; } = SecretKind.Password;
}
