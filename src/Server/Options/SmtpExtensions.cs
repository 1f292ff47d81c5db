namespace Msmtp.Server;

/// <summary>The extensions that a server offers besides STARTTLS and AUTH, which follow from other options.</summary>
[Flags]
public enum SmtpExtensions
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>RFC 2920. Commands in one packet are answered in one packet whether this is offered or not.</summary>
    Pipelining = 1,

    /// <summary>RFC 1870. <see cref="SmtpServerOptions.MaxMessageSize"/> holds whether this is offered or not.</summary>
    Size = 2,

    /// <summary>RFC 6152.</summary>
    EightBitMime = 4,

    /// <summary>RFC 2034. Without it replies carry no status codes.</summary>
    EnhancedStatusCodes = 8,

    /// <summary>RFC 3461. Offer it only with a handler that keeps what the parameters promise.</summary>
    Dsn = 16,

    /// <summary>RFC 6531: addresses may hold any letters. Not offered without <see cref="EightBitMime"/> (§3.1).</summary>
    SmtpUtf8 = 32,

    /// <summary>RFC 3030: BDAT beside DATA. BINARYMIME is not offered.</summary>
    Chunking = 64,

    /// <summary>What every handler can live with.</summary>
    Default = Pipelining | Size | EightBitMime | EnhancedStatusCodes | SmtpUtf8 | Chunking,
}
