using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Server;

/// <summary>A certificate generated on the spot, with the authority that a client has to trust.</summary>
public sealed class ServerCertificate : IDisposable
{
    readonly CertificateAuthority authority;

    ServerCertificate(CertificateAuthority authority, X509Certificate2 certificate) =>
        (this.authority, Certificate) = (authority, certificate);

    /// <summary>The server's certificate with its key, for <see cref="SmtpServerOptions.Certificate"/>.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The authority's certificate, for the client's trust file.</summary>
    public string AuthorityPem => authority.Certificate.ExportCertificatePem() + "\n";

    /// <summary>The server's certificate.</summary>
    public string CertificatePem => Certificate.ExportCertificatePem() + "\n";

    /// <summary>The server's private key, unencrypted.</summary>
    public string PrivateKeyPem => PrivateKeyOf(Certificate);

    /// <summary>Creates an authority and a certificate (ECDSA P-256) for localhost, 127.0.0.1 and ::1.</summary>
    public static ServerCertificate Create() => Create(["localhost"], [IPAddress.Loopback, IPAddress.IPv6Loopback], TimeProvider.System);

    /// <summary>Creates an authority and a certificate (ECDSA P-256) issued by it.</summary>
    /// <param name="hostNames">The DNS names; at least one.</param>
    /// <param name="addresses">The IP addresses.</param>
    /// <param name="time">The clock for its dates.</param>
    public static ServerCertificate Create(IReadOnlyList<string> hostNames, IReadOnlyList<IPAddress> addresses, TimeProvider time)
    {
        var authority = CertificateAuthority.Create("msmtp test authority", time);
        return new ServerCertificate(authority, authority.Issue(hostNames, addresses));
    }

    /// <summary>The private key of a certificate as PEM (PKCS #8).</summary>
    /// <param name="certificate">A certificate with an ECDSA key.</param>
    public static string PrivateKeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()
            ?? throw new ArgumentException("the certificate has no ECDSA key", nameof(certificate));
        return key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate.Dispose();
        authority.Dispose();
    }
}
