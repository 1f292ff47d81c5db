namespace Msmtp.Transport.Smtp;

/// <summary>
/// What a user can do if server and account disagree about when TLS starts: one sentence for each case. Nothing here does I/O.
/// </summary>
static class StartTlsAdvice
{
    // RFC 8314 §7.3.
    const int ImplicitPort = 465;

    /// <summary>The server has refused STARTTLS.</summary>
    public static string Refused(AccountSettings settings) =>
        $"{Server(settings)} offers STARTTLS and does not do it now: ask its owner, or try port 465 with \"tls_starttls off\"";

    /// <summary>The server has not offered STARTTLS.</summary>
    public static string Missing(AccountSettings settings) =>
        $"{Server(settings)} offers no STARTTLS: try port 587, or port 465 with \"tls_starttls off\"; if it was offered before, "
        + "somebody between may have taken it away";

    /// <summary>More arrived than the reply to STARTTLS.</summary>
    public static string Injected(AccountSettings settings) =>
        $"more than the answer to STARTTLS came from {Server(settings)} which somebody between may have put there to be taken for encrypted";

    /// <summary>The server has sent no greeting, and expects TLS from the start.</summary>
    public static string BeginsWithTls(AccountSettings settings) =>
        $"{Server(settings)} expects TLS from the start: write {ImplicitTls(settings)}";

    /// <summary>The server has sent no greeting. Null: there is no advice.</summary>
    public static string? NoGreeting(AccountSettings settings, DeliveryFailure failure)
    {
        if (failure.Reply is not null || CommonSettings.SecurityOf(settings) == ConnectionSecurity.Tls)
            return null;
        if (settings.Get(CommonSettings.Port) == ImplicitPort)
            return $"{Server(settings)} most likely expects TLS from the start: write {ImplicitTls(settings)}";
        return failure.ExitCode == ExitCode.IoErr
            ? $"{Server(settings)} says nothing: if it expects TLS from the start, write {ImplicitTls(settings)}"
            : null;
    }

    static string ImplicitTls(AccountSettings settings) =>
        settings.Get(CommonSettings.Tls) ? "\"tls_starttls off\"" : "\"tls on\" and \"tls_starttls off\"";

    static string Server(AccountSettings settings) => settings.Get(CommonSettings.Socket) is { } path
        ? path
        : $"{settings.Get(CommonSettings.Host)}, port {settings.Get(CommonSettings.Port)},";
}
