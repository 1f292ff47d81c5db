namespace Msmtp.Transport.Smtp;

/// <summary>What a user can do when a TLS session does not come about: one sentence for each case. Nothing here does I/O.</summary>
static class TlsAdvice
{
    /// <summary>A key is encrypted, and no source of secrets knows its passphrase.</summary>
    public static string KeyIsEncrypted(string keyFile) =>
        $"the key in {keyFile} (tls_key_file) is encrypted: let tls_key_passwordeval print its passphrase, or run where there is a terminal to ask at";

    /// <summary>A key does not open with the passphrase that a source gave.</summary>
    public static string PassphraseIsWrong(string keyFile) =>
        $"the passphrase does not open the key in {keyFile} (tls_key_file): check what tls_key_passwordeval prints, or what was typed or stored";

    /// <summary>A key is of another certificate.</summary>
    public static string KeyIsAnothers(string keyFile, string certificateFile, string subject) =>
        $"the first certificate in {certificateFile} (tls_cert_file) is \"{subject}\", and the key in {keyFile} (tls_key_file) belongs to another";

    /// <summary>The server has refused STARTTLS.</summary>
    public static string StartTlsRefused(Settings settings) =>
        $"{Server(settings)} offers STARTTLS and does not do it now: ask its owner, or try port 465 with \"tls_starttls off\"";

    /// <summary>The server has not offered STARTTLS.</summary>
    public static string StartTlsMissing(Settings settings) =>
        $"{Server(settings)} offers no STARTTLS: try port 587, or port 465 with \"tls_starttls off\"; if it was offered before, "
        + "somebody between may have taken it away";

    /// <summary>More came than the answer to STARTTLS.</summary>
    public static string StartTlsInjected(Settings settings) =>
        $"more than the answer to STARTTLS came from {Server(settings)} which somebody between may have put there to be taken for encrypted";

    /// <summary>The handshake failed, and not because of the certificate. Null: nothing can be said.</summary>
    /// <param name="reason">GnuTLS's words for it.</param>
    /// <param name="settings">Which server.</param>
    /// <param name="start">When TLS was to begin.</param>
    public static string? Handshake(string reason, Settings settings, TlsStart start) => reason switch
    {
        TlsReason.NotTls when start == TlsStart.WithConnection =>
            $"{Server(settings)} does not use TLS from the start: write \"tls_starttls on\" for a port such as 587 or 25; TLS from the start is usually on port 465",
        TlsReason.NotTls =>
            $"{Server(settings)} took STARTTLS and then spoke in the clear: tell its owner; nothing was sent",
        TlsReason.Alert => Alert(settings),
        _ => null,
    };

    /// <summary>The server has said nothing, and begins with TLS.</summary>
    public static string BeginsWithTls(Settings settings) => $"{Server(settings)} expects TLS from the start: write {ImplicitTls(settings)}";

    /// <summary>The server was to speak first and did not. Null: nothing can be said about that.</summary>
    public static string? NoGreeting(Settings settings, DeliveryFailure failure)
    {
        if (failure.Reply is not null || TlsPolicy.Decide(settings) == TlsStart.WithConnection)
            return null;
        if (settings.Get(CommonSettings.Port) == ImplicitPort)
            return $"{Server(settings)} most likely expects TLS from the start: write {ImplicitTls(settings)}";
        return failure.ExitCode == ExitCode.IoErr
            ? $"{Server(settings)} says nothing: if it expects TLS from the start, write {ImplicitTls(settings)}"
            : null;
    }

    static string ImplicitTls(Settings settings) =>
        settings.Get(CommonSettings.Tls) ? "\"tls_starttls off\"" : "\"tls on\" and \"tls_starttls off\"";

    // RFC 8314 §7.3.
    const int ImplicitPort = 465;

    static string? Alert(Settings settings)
    {
        List<string> reasons = [];
        if (settings.Get(TlsSettings.CertFile) is null)
            reasons.Add("want a certificate from you (tls_cert_file, tls_key_file)");
        if (settings.Get(TlsSettings.Priorities) is { } priorities)
            reasons.Add($"know none of the versions that tls_priorities ({priorities}) leaves");
        return reasons.Count > 0 ? $"{Server(settings)} ended the handshake: it may {string.Join(", or ", reasons)}" : null;
    }

    static string Server(Settings settings) => settings.Get(CommonSettings.Socket) is { } path
        ? path
        : $"{settings.Get(CommonSettings.Host)}, port {settings.Get(CommonSettings.Port)},";
}
