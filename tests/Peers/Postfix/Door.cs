namespace Msmtp.Peers;

/// <summary>The ports of <see cref="Postfix"/>.</summary>
public enum Door
{
    /// <summary>In the clear, and everybody may send.</summary>
    Plain,

    /// <summary>As <see cref="Plain"/>, and nobody hears of 8BITMIME and SMTPUTF8.</summary>
    SevenBit,

    /// <summary>As <see cref="Plain"/> for those who introduce themselves by a full name, and for nobody else.</summary>
    Strict,

    /// <summary>STARTTLS, then AUTH, which is not offered before; nobody may send without.</summary>
    Submission,

    /// <summary>TLS from the first octet, then AUTH; nobody may send without.</summary>
    Smtps,

    /// <summary>AUTH without TLS; nobody may send without.</summary>
    Unprotected,

    /// <summary>TLS from the first octet, for clients with a certificate of the test authority.</summary>
    Certificate,
}
