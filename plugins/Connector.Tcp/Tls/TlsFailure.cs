using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;

namespace Msmtp.Connector.Tcp;

/// <summary>
/// Why TLS failed, in GnuTLS's sentences, which msmtp's users know. The runtime's own messages are not used: in a native program they
/// may be stripped to resource keys.
/// </summary>
static class TlsFailure
{
    const string TimedOut = "the operation timed out";
    const string Broken = "Error in the pull function.";
    const string Ended = "The TLS connection was non-properly terminated.";

    public static string Reason(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case TimeoutException:
                    return TimedOut;
                case SocketException:
                    return Broken;
                case CryptographicException when OpenSslReason(cause.Message) is { } reason:
                    return reason;
            }
        }
        if (failure is CryptographicException)
            return "ASN1 parser: Error in DER parsing.";
        return failure is AuthenticationException ? TlsReason.NotTls : Ended;
    }

    /// <summary>The network failed, not the protocol.</summary>
    public static bool IsLostConnection(string reason) => reason is TimedOut or Broken or Ended;

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

/// <summary>GnuTLS's words for failed handshakes about which a user can do something.</summary>
static class TlsReason
{
    /// <summary>The server has ended the handshake.</summary>
    public const string Alert = "A TLS fatal alert has been received.";

    /// <summary>What arrived is not TLS.</summary>
    public const string NotTls = "An unexpected TLS packet was received.";
}
