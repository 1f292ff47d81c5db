namespace Msmtp.Server;

/// <summary>The extensions that a server offers, besides STARTTLS and AUTH, which follow from other options.</summary>
[Flags]
public enum SmtpExtensions
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>RFC 2920. Pipelined commands are answered together whether or not this is offered.</summary>
    Pipelining = 1,

    /// <summary>RFC 1870. <see cref="SmtpServerOptions.MaxMessageSize"/> applies whether or not this is offered.</summary>
    Size = 2,

    /// <summary>RFC 6152.</summary>
    EightBitMime = 4,

    /// <summary>RFC 2034. Without it, replies carry no status codes.</summary>
    EnhancedStatusCodes = 8,

    /// <summary>RFC 3461. Offer it only with a handler that honours the parameters.</summary>
    Dsn = 16,

    /// <summary>RFC 6531: addresses may contain any Unicode letters. Not offered without <see cref="EightBitMime"/> (§3.1).</summary>
    SmtpUtf8 = 32,

    /// <summary>RFC 3030: BDAT as an alternative to DATA, without BINARYMIME.</summary>
    Chunking = 64,

    /// <summary>All that work with any handler.</summary>
    Default = Pipelining | Size | EightBitMime | EnhancedStatusCodes | SmtpUtf8 | Chunking,
}
