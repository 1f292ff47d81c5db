namespace Msmtp.Peers;

/// <summary>How a connection is protected: the columns of <see cref="OutcomeTable"/>.</summary>
public enum Way
{
    /// <summary>Not at all.</summary>
    InTheClear,

    /// <summary>By TLS after STARTTLS (RFC 3207).</summary>
    StartTls,

    /// <summary>By TLS from the first octet (RFC 8314 §3.3).</summary>
    ImplicitTls,
}
