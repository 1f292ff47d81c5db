namespace Msmtp;

/// <summary>How far a mail had come when something failed, in the order of the dialogue.</summary>
public enum DeliveryStage
{
    /// <summary>Before connecting: configuration, arguments, the message, secrets.</summary>
    Configure,

    /// <summary>Resolving a host name.</summary>
    Resolve,

    /// <summary>Opening the connection, including proxies.</summary>
    Connect,

    /// <summary>STARTTLS and the TLS handshake.</summary>
    Tls,

    /// <summary>The server's first reply (RFC 5321 §3.1).</summary>
    Greeting,

    /// <summary>EHLO, HELO or LHLO, and the capabilities.</summary>
    Hello,

    /// <summary>The SASL exchange (RFC 4954).</summary>
    Auth,

    /// <summary>MAIL FROM: the reverse-path.</summary>
    Mail,

    /// <summary>RCPT TO: a forward-path.</summary>
    Rcpt,

    /// <summary>DATA and the message up to the final dot. Nothing is delivered if it fails here.</summary>
    Data,

    /// <summary>After the final dot. Without a reply it is unknown whether the mail was delivered.</summary>
    EndOfData,

    /// <summary>QUIT. The outcome of the mail is already known.</summary>
    Quit,
}
