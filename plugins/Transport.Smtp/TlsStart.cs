namespace Msmtp.Transport.Smtp;

/// <summary>When encryption starts.</summary>
enum TlsStart
{
    Never,

    /// <summary>After STARTTLS (RFC 3207).</summary>
    WithCommand,

    /// <summary>Before the greeting (RFC 8314 §3).</summary>
    WithConnection,
}
