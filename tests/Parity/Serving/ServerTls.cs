namespace Msmtp.Parity;

/// <summary>When the server speaks TLS.</summary>
public enum ServerTls
{
    /// <summary>Never.</summary>
    None,

    /// <summary>After STARTTLS.</summary>
    StartTls,

    /// <summary>From the start.</summary>
    Implicit,
}
