using System.Net.Security;
using System.Security.Authentication;

namespace Msmtp;

/// <summary>How a server was spoken to while it took a mail: facts of TLS and authentication that a log may keep. Never a secret.</summary>
public sealed record SessionFacts
{
    /// <summary>The version of TLS; null: the session was not encrypted.</summary>
    public SslProtocols? TlsProtocol { get; init; }

    /// <summary>The cipher suite; null: the session was not encrypted, or nobody can tell.</summary>
    public TlsCipherSuite? TlsCipherSuite { get; init; }

    /// <summary>How the client had logged in; null: it had not.</summary>
    public AuthenticationResult? Authentication { get; init; }
}

/// <summary>How a client has logged in.</summary>
/// <param name="Mechanism">The SASL mechanism, as it was registered.</param>
public sealed record AuthenticationResult(string Mechanism)
{
    /// <summary>The user's name; null: the mechanism was given none.</summary>
    public string? User { get; init; }
}
