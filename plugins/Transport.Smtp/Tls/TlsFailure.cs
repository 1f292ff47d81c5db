using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;

namespace Msmtp.Transport.Smtp;

/// <summary>
/// Why TLS failed, in the sentences of GnuTLS, which users of msmtp know. The runtime's own texts are left out: in a
/// native program they may be stripped to keys.
/// </summary>
static class TlsFailure
{
    public static string Reason(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case TimeoutException:
                    return "the operation timed out";
                case SocketException:
                    return "Error in the pull function.";
                case CryptographicException when OpenSslReason(cause.Message) is { } reason:
                    return reason;
            }
        }
        return failure is AuthenticationException ? TlsReason.NotTls : "The TLS connection was non-properly terminated.";
    }

    // error:0A000410:SSL routines::sslv3 alert handshake failure
    static string? OpenSslReason(string message)
    {
        var start = message.IndexOf("error:", StringComparison.Ordinal);
        if (start < 0)
            return null;
        var reason = message[(message.LastIndexOf(':') + 1)..].Trim();
        if (reason.Contains("alert", StringComparison.Ordinal))
            return TlsReason.Alert;
        return reason is "wrong version number" or "packet length too long" ? TlsReason.NotTls : reason;
    }
}
