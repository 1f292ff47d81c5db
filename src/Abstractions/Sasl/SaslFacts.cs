namespace Msmtp;

/// <summary>Facts about a mechanism, needed to choose one. The defaults are the cautious ones.</summary>
/// <param name="Strength">If the user has named no mechanism, the strongest one offered is tried first.</param>
public sealed record SaslFacts(int Strength)
{
    /// <summary>
    /// It may be chosen without TLS, because it sends nothing that an eavesdropper could use.
    /// </summary>
    public bool IsSafeWithoutTls { get; init; }

    /// <summary>It may be chosen when the user wrote <c>auth on</c>. False: only when it is named.</summary>
    public bool IsChosenAutomatically { get; init; } = true;

    /// <summary>The challenges that the client reads; the others are replaced by empty ones.</summary>
    public SaslChallenges Reads { get; init; } = SaslChallenges.All;

    /// <summary>It needs a user name.</summary>
    public bool NeedsUser { get; init; } = true;

    /// <summary>The kind of secret that it needs; null for none.</summary>
    public SecretKind? Secret { get; init; } = SecretKind.Password;
}

/// <summary>
/// Which of the server's challenges a mechanism reads. The others may be anything, and need not be base64.
/// </summary>
public enum SaslChallenges
{
    /// <summary>All challenges.</summary>
    All,

    /// <summary>All but the first, which only means "go on" (NTLM, MS-SMTPNTLM §2.2.1.2: <c>334 ntlm supported</c>).</summary>
    AfterFirst,

    /// <summary>None: the challenges are free text (LOGIN, whose prompts some servers send without base64).</summary>
    None,
}
