namespace Msmtp;

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
