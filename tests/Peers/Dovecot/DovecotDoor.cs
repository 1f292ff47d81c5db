namespace Msmtp.Peers;

/// <summary>The ports of <see cref="Dovecot"/>.</summary>
public enum DovecotDoor
{
    /// <summary>LMTP, for everyone.</summary>
    Lmtp,

    /// <summary>SMTP, with or without STARTTLS; AUTH is required.</summary>
    Submission,

    /// <summary>SMTP with TLS from the first octet; AUTH is required.</summary>
    Submissions,
}
