using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp;

/// <summary>An established TLS session, with a server that was accepted.</summary>
public sealed record TlsSession
{
    /// <summary>The version of TLS.</summary>
    public required SslProtocols Protocol { get; init; }

    /// <summary>The cipher suite.</summary>
    public required TlsCipherSuite CipherSuite { get; init; }

    /// <summary>The server's certificate; null if it presented none and <c>tls_certcheck</c> is off.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <inheritdoc cref="SaslContext.ChannelBinding"/>
    public Func<string, ReadOnlyMemory<byte>?> ChannelBinding { get; init; } = static _ => null;

    /// <summary>
    /// Describes the session and the server's certificate, line by line as <c>--debug</c> and <c>--serverinfo</c> show them.
    /// </summary>
    public Func<IReadOnlyList<string>> Describe { get; init; } = static () => [];
}
