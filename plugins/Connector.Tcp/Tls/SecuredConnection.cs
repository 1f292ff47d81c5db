using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Connector.Tcp;

/// <summary>An encrypted connection to a server whose certificate was accepted.</summary>
sealed class SecuredConnection
{
    readonly SslStream stream;
    readonly TimeProvider time;

    public SecuredConnection(SslStream stream, TimeProvider time)
    {
        this.stream = stream;
        this.time = time;
        Certificate = stream.RemoteCertificate as X509Certificate2;
    }

    /// <summary>The stream to read and write from now on; the socket's deadline applies. Disposing it disposes the socket.</summary>
    public Stream Stream => stream;

    /// <summary>The facts that others may know.</summary>
    public TlsSession Facts => new()
    {
        Protocol = Protocol,
        CipherSuite = CipherSuite,
        Certificate = Certificate,
        ChannelBinding = ChannelBinding,
        Describe = Describe,
    };

    public SslProtocols Protocol => stream.SslProtocol;

    public TlsCipherSuite CipherSuite => stream.NegotiatedCipherSuite;

    /// <summary>The server's certificate; null: it has none, and none was asked for.</summary>
    public X509Certificate2? Certificate { get; }

    /// <summary>
    /// The data that ties an authentication to this session (RFC 5056), such as <c>tls-server-end-point</c>. Null: this type is not
    /// available.
    /// </summary>
    public ReadOnlyMemory<byte>? ChannelBinding(string type) => Wrapped(type switch
    {
        "tls-server-end-point" when Certificate is { } certificate => ChannelBindings.EndPoint(certificate),
        // Sessions are neither resumed nor renegotiated, so that this is unique even without RFC 7627.
        "tls-unique" when Protocol == SslProtocols.Tls12 => ChannelBindings.Unique(stream.TransportContext),
        // "tls-exporter" (RFC 9266) is not available: SslStream exports no keying material.
        _ => null,
    });

    /// <summary>The session and the server's certificate, in the lines that <c>--debug</c> and <c>--serverinfo</c> print.</summary>
    public IReadOnlyList<string> Describe()
    {
        var session = CipherSuiteText.Describe(Protocol, CipherSuite);
        IReadOnlyList<string> certificate = Certificate is null ? [] : CertificateText.Describe(Certificate, time.LocalTimeZone);
        return ["TLS session parameters:", $"    {session}", .. certificate];
    }

    // Without the cast null converts as an array would, to an empty value.
    static ReadOnlyMemory<byte>? Wrapped(byte[]? data) => data is null ? (ReadOnlyMemory<byte>?)null : data;
}
