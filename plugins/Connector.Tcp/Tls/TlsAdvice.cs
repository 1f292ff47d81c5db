namespace Msmtp.Connector.Tcp;

/// <summary>What a user can do about a failed handshake: one sentence for each case. Nothing here does I/O.</summary>
static class TlsAdvice
{
    /// <summary>The handshake failed, but not because of the certificate. Null: there is no advice.</summary>
    /// <param name="reason">GnuTLS's words for it.</param>
    /// <param name="server">The server, and when TLS was to begin.</param>
    public static string? Handshake(string reason, RequestedServer server) => reason switch
    {
        TlsReason.NotTls when server.Security == ConnectionSecurity.StartTls =>
            $"{Name(server.Settings)} took STARTTLS and then spoke in the clear: tell its owner; nothing was sent",
        TlsReason.NotTls when server.IsAnother => $"{Name(server.Settings)} does not use TLS",
        TlsReason.NotTls =>
            $"{Name(server.Settings)} does not use TLS from the start: write \"tls_starttls on\" for a port such as 587 or 25; TLS from the start is usually on port 465",
        TlsReason.Alert => Alert(server),
        _ => null,
    };

    static string? Alert(RequestedServer server)
    {
        List<string> reasons = [];
        if (server.Settings.Get(TlsSettings.CertFile) is null && !server.IsAnother)
            reasons.Add("want a certificate from you (tls_cert_file, tls_key_file)");
        if (server.Settings.Get(TlsSettings.Priorities) is { } priorities)
            reasons.Add($"know none of the versions that tls_priorities ({priorities}) leaves");
        return reasons.Count > 0 ? $"{Name(server.Settings)} ended the handshake: it may {string.Join(", or ", reasons)}" : null;
    }

    static string Name(AccountSettings settings) => settings.Get(CommonSettings.Socket) is { } path
        ? path
        : $"{settings.Get(CommonSettings.Host)}, port {settings.Get(CommonSettings.Port)},";
}
