namespace Msmtp.Transport.Smtp;

/// <summary>
/// When encryption starts, if the account asks for it. There is no "if the server offers it": an attacker would say that it
/// does not.
/// </summary>
static class TlsPolicy
{
    public static TlsStart Decide(Settings settings) => (settings.Get(CommonSettings.Tls), settings.Get(CommonSettings.TlsStartTls)) switch
    {
        (false, _) => TlsStart.Never,
        (true, true) => TlsStart.WithCommand,
        (true, false) => TlsStart.WithConnection,
    };
}
