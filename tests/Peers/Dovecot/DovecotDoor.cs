namespace Msmtp.Peers;

/// <summary>The ports of <see cref="Dovecot"/>.</summary>
public enum DovecotDoor
{
    /// <summary>LMTP, for everybody.</summary>
    Lmtp,

    /// <summary>SMTP, with or without STARTTLS; nobody may send without AUTH.</summary>
    Submission,

    /// <summary>SMTP in TLS from the first octet; nobody may send without AUTH.</summary>
    Submissions,
}
