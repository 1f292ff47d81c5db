namespace Msmtp;

/// <summary>
/// When a connection is encrypted. There is no "if the server offers it": an attacker in between would say that it does not
/// (RFC 3207 §6).
/// </summary>
public enum ConnectionSecurity
{
    /// <summary>Never.</summary>
    None,

    /// <summary>It begins in the clear; the protocol's own command precedes <see cref="ConnectionStream.StartTlsAsync"/> (RFC 3207).</summary>
    StartTls,

    /// <summary>TLS begins with the connection (RFC 8314 §3).</summary>
    Tls,
}

/// <summary>The protocol spoken with the server.</summary>
public enum MailProtocol
{
    /// <summary>SMTP (RFC 5321).</summary>
    Smtp,

    /// <summary>LMTP (RFC 2033).</summary>
    Lmtp,
}
