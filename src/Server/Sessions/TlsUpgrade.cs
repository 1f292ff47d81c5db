using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Server;

/// <summary>
/// The TLS of one session. Sessions know only this, so that a program whose server has no TLS does not contain it.
/// </summary>
interface ITlsUpgrade
{
    /// <summary>The stream over which the client speaks from now on.</summary>
    Stream Stream { get; }

    /// <summary>What was negotiated, for people.</summary>
    string Description { get; }

    /// <summary>The SHA-256 of the client's certificate, in hexadecimal; null: it showed none.</summary>
    string? CertificateSha256 { get; }

    /// <summary>Performs the handshake.</summary>
    ValueTask HandshakeAsync(CancellationToken cancellationToken);

    /// <summary>Says that nothing more will come, if the handshake was completed.</summary>
    ValueTask ShutdownAsync(CancellationToken cancellationToken);
}

/// <summary>Begins TLS over the stream of a client.</summary>
delegate ITlsUpgrade TlsFactory(Stream stream);

/// <summary>The TLS of the framework.</summary>
#pragma warning disable CA1001 // The connection disposes the stream.
sealed class TlsUpgrade(Stream stream, SslServerAuthenticationOptions options) : ITlsUpgrade
#pragma warning restore CA1001
{
    readonly SslStream ssl = new(stream);

    public Stream Stream => ssl;

    public string Description => $"{ssl.SslProtocol}, {ssl.NegotiatedCipherSuite}";

    public string? CertificateSha256 => ssl.RemoteCertificate?.GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>What makes it for a server; null: the server has no TLS.</summary>
    public static TlsFactory? For(SmtpServerOptions options)
    {
        if (options.TlsMode == TlsMode.None || options.Certificate is null)
            return null;
        var tls = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(options.Certificate, null, offline: true),
            ClientCertificateRequired = options.ClientCertificateCheck is not null,
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                options.ClientCertificateCheck is not { } check || (certificate is X509Certificate2 shown && check(shown)),
        };
        return stream => new TlsUpgrade(stream, tls);
    }

    public ValueTask HandshakeAsync(CancellationToken cancellationToken) => new(ssl.AuthenticateAsServerAsync(options, cancellationToken));

    public async ValueTask ShutdownAsync(CancellationToken cancellationToken)
    {
        if (ssl.IsAuthenticated)
            await ssl.ShutdownAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
