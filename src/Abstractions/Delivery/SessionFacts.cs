using System.Net.Security;
using System.Security.Authentication;

namespace Msmtp;

/// <summary>Facts of the session in which a mail was sent, for logs: TLS and authentication. Never a secret.</summary>
public sealed record SessionFacts
{
    /// <summary>The version of TLS; null if the session was not encrypted.</summary>
    public SslProtocols? TlsProtocol { get; init; }

    /// <summary>The cipher suite; null if the session was not encrypted or the suite is not known.</summary>
    public TlsCipherSuite? TlsCipherSuite { get; init; }

    /// <summary>How the client had authenticated; null if it had not.</summary>
    public AuthenticationResult? Authentication { get; init; }
}

/// <summary>How a client has authenticated.</summary>
/// <param name="Mechanism">The name of the SASL mechanism, as registered.</param>
public sealed record AuthenticationResult(string Mechanism)
{
    /// <summary>The user name; null if the mechanism was given none.</summary>
    public string? User { get; init; }
}
