using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Server;

/// <summary>A certificate authority in memory, for trying things out and for tests. Its private key never leaves the process.</summary>
public sealed class CertificateAuthority : IDisposable
{
    static readonly TimeSpan ClockTolerance = TimeSpan.FromDays(1);
    static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");
    static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    readonly TimeProvider time;

    CertificateAuthority(X509Certificate2 certificate, TimeProvider time) => (Certificate, this.time) = (certificate, time);

    /// <summary>The authority's own certificate, with its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Creates an authority that is valid for ten years.</summary>
    /// <param name="name">Its common name.</param>
    /// <param name="time">The clock for the dates of its certificates.</param>
    public static CertificateAuthority Create(string name, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(name, key);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        const X509KeyUsageFlags Usage = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign;
        request.CertificateExtensions.Add(new X509KeyUsageExtension(Usage, critical: true));
        var now = time.GetUtcNow();
        return new CertificateAuthority(request.CreateSelfSigned(now - ClockTolerance, now.AddYears(10)), time);
    }

    /// <summary>Issues a certificate that is valid for a year from now.</summary>
    /// <param name="hostNames">The DNS names; the first is also the common name.</param>
    /// <param name="addresses">The IP addresses.</param>
    public X509Certificate2 Issue(IReadOnlyList<string> hostNames, IReadOnlyList<IPAddress> addresses)
    {
        var now = time.GetUtcNow();
        return Issue(hostNames, addresses, now - ClockTolerance / 2, now.AddYears(1));
    }

    /// <inheritdoc cref="Issue(IReadOnlyList{string}, IReadOnlyList{IPAddress})"/>
    /// <param name="hostNames">The DNS names; the first is also the common name.</param>
    /// <param name="addresses">The IP addresses.</param>
    /// <param name="notBefore">When it becomes valid.</param>
    /// <param name="notAfter">When it expires.</param>
    public X509Certificate2 Issue(
        IReadOnlyList<string> hostNames, IReadOnlyList<IPAddress> addresses, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = LeafRequest(hostNames, addresses, key);
        using var issuerKey = Certificate.GetECDsaPrivateKey() ?? throw new ObjectDisposedException(nameof(CertificateAuthority));
        var generator = X509SignatureGenerator.CreateForECDsa(issuerKey);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, true, false));
        using var certificate = request.Create(Certificate.SubjectName, generator, notBefore, notAfter, SerialNumber());
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>Creates a self-signed certificate that is valid for a year.</summary>
    /// <param name="hostNames">The DNS names; the first is also the common name.</param>
    /// <param name="addresses">The IP addresses.</param>
    /// <param name="time">The clock for its dates.</param>
    public static X509Certificate2 CreateSelfSigned(IReadOnlyList<string> hostNames, IReadOnlyList<IPAddress> addresses, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = time.GetUtcNow();
        return LeafRequest(hostNames, addresses, key).CreateSelfSigned(now - ClockTolerance, now.AddYears(1));
    }

    /// <inheritdoc/>
    public void Dispose() => Certificate.Dispose();

    static CertificateRequest LeafRequest(IReadOnlyList<string> hostNames, IReadOnlyList<IPAddress> addresses, ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(hostNames);
        ArgumentNullException.ThrowIfNull(addresses);
        var request = Request(hostNames[0], key);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var hostName in hostNames)
            names.AddDnsName(hostName);
        foreach (var address in addresses)
            names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForEndEntity());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([ServerAuthentication, ClientAuthentication], critical: false));
        return request;
    }

    // RFC 5280 §4.1.2.2: positive, at most 20 octets.
    static byte[] SerialNumber()
    {
        var octets = RandomNumberGenerator.GetBytes(16);
        octets[0] = (byte)((octets[0] & 0x7F) | 0x40);
        return octets;
    }

    static CertificateRequest Request(string commonName, ECDsa key)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(commonName);
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }
}
