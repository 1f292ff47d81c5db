using System.Formats.Asn1;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Transport.Smtp;

/// <summary>An encrypted connection to a server whose certificate was accepted.</summary>
sealed class TlsSession
{
    readonly SslStream stream;
    readonly TimeProvider time;

    public TlsSession(SslStream stream, TimeProvider time)
    {
        this.stream = stream;
        this.time = time;
        Certificate = stream.RemoteCertificate as X509Certificate2;
    }

    /// <summary>Reads and writes go here from now on; the link's deadline holds. Disposing it disposes the link.</summary>
    public Stream Stream => stream;

    public SslProtocols Protocol => stream.SslProtocol;

    public TlsCipherSuite CipherSuite => stream.NegotiatedCipherSuite;

    /// <summary>The server's certificate; null: it showed none, and nobody asked for it to be checked.</summary>
    public X509Certificate2? Certificate { get; }

    /// <summary>
    /// The data that ties an authentication to this session (RFC 5056), such as <c>tls-server-end-point</c>. Null: this type
    /// cannot be had here.
    /// </summary>
    public ReadOnlyMemory<byte>? ChannelBinding(string type)
    {
        if (type != "tls-server-end-point" || Certificate is not { } certificate || EndPointHash(certificate) is not { } hash)
            return null;
        return CryptographicOperations.HashData(hash, certificate.RawData);
    }

    /// <summary>The session and the server's certificate, line by line as <c>--debug</c> and <c>--serverinfo</c> show them.</summary>
    public IReadOnlyList<string> Describe()
    {
        var session = CipherSuiteText.Describe(Protocol, CipherSuite);
        IReadOnlyList<string> certificate = Certificate is null ? [] : CertificateText.Describe(Certificate, time.LocalTimeZone);
        return ["TLS session parameters:", $"    {session}", .. certificate];
    }

    // RFC 5929 §4.1: the hash of the certificate's signature, or SHA-256 where that is too weak; without one there is no such binding.
    static HashAlgorithmName? EndPointHash(X509Certificate2 certificate)
    {
        try
        {
            var hash = SignedOctets.Decode(certificate.RawDataMemory).Algorithm.Hash;
            return hash == HashAlgorithmName.MD5 || hash == HashAlgorithmName.SHA1 ? HashAlgorithmName.SHA256 : hash;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
