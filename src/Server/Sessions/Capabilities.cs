namespace Msmtp.Server;

/// <summary>The lines of the reply to EHLO (RFC 5321 §4.1.1.1). Nothing here does I/O.</summary>
static class Capabilities
{
    public static IEnumerable<string> Lines(SmtpServerOptions options, bool isEncrypted)
    {
        if (options.Offers(SmtpExtensions.Pipelining))
            yield return "PIPELINING";
        if (options.Offers(SmtpExtensions.Size))
            yield return $"SIZE {options.MaxMessageSize}";
        if (options.Offers(SmtpExtensions.EightBitMime))
            yield return "8BITMIME";
        if (options.Offers(SmtpExtensions.EnhancedStatusCodes))
            yield return "ENHANCEDSTATUSCODES";
        if (options.Offers(SmtpExtensions.Dsn))
            yield return "DSN";
        if (options.Offers(SmtpExtensions.SmtpUtf8))
            yield return "SMTPUTF8";
        if (options.Offers(SmtpExtensions.Chunking))
            yield return "CHUNKING";
        if (options.TlsMode == TlsMode.StartTls && !isEncrypted) // RFC 3207 §4.2: not once TLS is active
            yield return "STARTTLS";
        if (options.Queue is not null)
            yield return "XQUEUE";
        foreach (var keyword in options.PrivateParameters)
            yield return keyword;
        if (OffersAuth(options, isEncrypted))
            yield return $"AUTH {string.Join(' ', options.Mechanisms)}";
    }

    static bool OffersAuth(SmtpServerOptions options, bool isEncrypted) =>
        options.CredentialsCheck is not null && (isEncrypted || !options.RequireTlsForAuth);
}
