namespace Msmtp;

/// <summary>
/// When a connection is encrypted. There is no "if the server offers it": whoever stands between would say that it does not
/// (RFC 3207 §6).
/// </summary>
public enum ConnectionSecurity
{
    /// <summary>Never.</summary>
    None,

    /// <summary>It begins in the clear, and the protocol's own command comes before <see cref="ConnectionStream.StartTlsAsync"/> (RFC 3207).</summary>
    StartTls,

    /// <summary>TLS begins with the connection (RFC 8314 §3).</summary>
    Tls,
}

/// <summary>What is spoken with the server.</summary>
public enum MailProtocol
{
    /// <summary>RFC 5321.</summary>
    Smtp,

    /// <summary>RFC 2033.</summary>
    Lmtp,
}
