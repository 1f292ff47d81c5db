namespace Msmtp.Server;

/// <summary>When a session becomes encrypted.</summary>
public enum TlsMode
{
    /// <summary>Never.</summary>
    None,

    /// <summary>When the client says STARTTLS (RFC 3207).</summary>
    StartTls,

    /// <summary>Before the greeting (RFC 8314 §3).</summary>
    Implicit,
}
