using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp;

/// <summary>The facts of an encrypted connection whose server was accepted.</summary>
public sealed record TlsSession
{
    /// <summary>The version.</summary>
    public required SslProtocols Protocol { get; init; }

    /// <summary>The cipher suite.</summary>
    public required TlsCipherSuite CipherSuite { get; init; }

    /// <summary>The server's certificate; null: it showed none, and nobody asked for it to be checked.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <inheritdoc cref="SaslContext.ChannelBinding"/>
    public Func<string, ReadOnlyMemory<byte>?> ChannelBinding { get; init; } = static _ => null;

    /// <summary>
    /// The session and the server's certificate, line by line as <c>--debug</c> and <c>--serverinfo</c> show them. Made when it is called.
    /// </summary>
    public Func<IReadOnlyList<string>> Describe { get; init; } = static () => [];
}
