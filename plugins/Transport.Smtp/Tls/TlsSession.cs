using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Transport.Smtp;

/// <summary>An encrypted connection to a server that is who it claims to be.</summary>
sealed class TlsSession(SslStream stream, X509Certificate2 certificate)
{
    /// <summary>Reads and writes go here from now on; the link's deadline holds. Disposing it disposes the link.</summary>
    public Stream Stream => stream;

    public SslProtocols Protocol => stream.SslProtocol;

    public TlsCipherSuite CipherSuite => stream.NegotiatedCipherSuite;

    public X509Certificate2 Certificate => certificate;

    /// <summary>The data that ties an authentication to this session (RFC 5056). Null: this type is not offered.</summary>
    public ReadOnlyMemory<byte>? ChannelBinding(string type) => type == "" ? certificate.RawDataMemory : null;

    /// <summary>The session and the server's certificate, line by line as <c>--debug</c> and <c>--serverinfo</c> show them.</summary>
    public IReadOnlyList<string> Describe() => [$"TLS session parameters:", $"    ({Protocol})"];
}
