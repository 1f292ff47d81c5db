namespace Msmtp.Connector.Tcp;

/// <summary>GnuTLS's words for a handshake that fails, which tell cases apart in which a user can do something.</summary>
static class TlsReason
{
    /// <summary>The server has given up.</summary>
    public const string Alert = "A TLS fatal alert has been received.";

    /// <summary>What came is not TLS.</summary>
    public const string NotTls = "An unexpected TLS packet was received.";
}
