using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Msmtp.Server;

namespace Msmtp.TestKit;

/// <summary>
/// Good and bad certificates, created in memory on first use; PEM files appear on demand in a folder of their own.
/// </summary>
public sealed class TestCertificates : IDisposable
{
    static readonly IReadOnlyList<IPAddress> Loopback = [IPAddress.Loopback, IPAddress.IPv6Loopback];

    readonly TempDirectory folder = new();
    readonly Lazy<CertificateAuthority> authority = new(() => CertificateAuthority.Create("test authority", TimeProvider.System));
    readonly Lazy<CertificateAuthority> otherAuthority = new(() => CertificateAuthority.Create("another authority", TimeProvider.System));
    readonly Lazy<X509Certificate2> good;
    readonly Lazy<X509Certificate2> expired;
    readonly Lazy<X509Certificate2> notYetValid;
    readonly Lazy<X509Certificate2> wrongHost;
    readonly Lazy<X509Certificate2> selfSigned;
    readonly Lazy<X509Certificate2> otherGood;
    readonly Lazy<X509Certificate2> client;

    /// <summary>Creates nothing yet.</summary>
    public TestCertificates()
    {
        var now = TimeProvider.System.GetUtcNow();
        good = new(() => authority.Value.Issue(["localhost"], Loopback));
        expired = new(() => authority.Value.Issue(["localhost"], Loopback, now.AddDays(-30), now.AddDays(-1)));
        notYetValid = new(() => authority.Value.Issue(["localhost"], Loopback, now.AddDays(1), now.AddDays(30)));
        wrongHost = new(() => authority.Value.Issue(["mail.example.org"], []));
        selfSigned = new(() => CertificateAuthority.CreateSelfSigned(["localhost"], Loopback, TimeProvider.System));
        otherGood = new(() => otherAuthority.Value.Issue(["localhost"], Loopback));
        client = new(() => authority.Value.Issue(["client.example.org"], []));
    }

    /// <summary>The authority to trust.</summary>
    public X509Certificate2 Authority => authority.Value.Certificate;

    /// <summary>An authority not to trust.</summary>
    public X509Certificate2 OtherAuthority => otherAuthority.Value.Certificate;

    /// <summary>Valid for localhost, 127.0.0.1 and ::1, issued by <see cref="Authority"/>.</summary>
    public X509Certificate2 Good => good.Value;

    /// <summary>Like <see cref="Good"/>, but expired yesterday.</summary>
    public X509Certificate2 Expired => expired.Value;

    /// <summary>Like <see cref="Good"/>, but not valid before tomorrow.</summary>
    public X509Certificate2 NotYetValid => notYetValid.Value;

    /// <summary>Valid for mail.example.org and nothing else, issued by <see cref="Authority"/>.</summary>
    public X509Certificate2 WrongHost => wrongHost.Value;

    /// <summary>Like <see cref="Good"/>, but self-signed.</summary>
    public X509Certificate2 SelfSigned => selfSigned.Value;

    /// <summary>Like <see cref="Good"/>, but issued by <see cref="OtherAuthority"/>.</summary>
    public X509Certificate2 ByOtherAuthority => otherGood.Value;

    /// <summary>A client certificate issued by <see cref="Authority"/>.</summary>
    public X509Certificate2 Client => client.Value;

    /// <summary>The PEM file of <see cref="Authority"/>, for tls_trust_file.</summary>
    public string AuthorityFile => CertificateFile(Authority);

    /// <summary>A PEM file of a certificate, for tls_cert_file.</summary>
    public string CertificateFile(X509Certificate2 certificate) => Write(certificate, "cert", certificate.ExportCertificatePem() + "\n");

    /// <summary>A PEM file of a certificate's private key, for tls_key_file.</summary>
    public string KeyFile(X509Certificate2 certificate) => Write(certificate, "key", ServerCertificate.PrivateKeyOf(certificate));

    /// <summary>A fingerprint for tls_fingerprint: upper-case hexadecimal with colons.</summary>
    public static string Fingerprint(X509Certificate2 certificate, HashAlgorithmName algorithm) =>
        BitConverter.ToString(certificate.GetCertHash(algorithm)).Replace('-', ':');

    /// <inheritdoc/>
    public void Dispose()
    {
        Lazy<X509Certificate2>[] leaves = [good, expired, notYetValid, wrongHost, selfSigned, otherGood, client];
        foreach (var certificate in leaves.Where(each => each.IsValueCreated))
            certificate.Value.Dispose();

        foreach (var issuer in new[] { authority, otherAuthority }.Where(each => each.IsValueCreated))
            issuer.Value.Dispose();

        folder.Dispose();
    }

    // Written once: a program that knows of the file may be reading it.
    string Write(X509Certificate2 certificate, string kind, string pem)
    {
        var name = $"{certificate.Thumbprint}.{kind}.pem";
        lock (folder)
            return File.Exists(folder.File(name)) ? folder.File(name) : folder.Write(name, pem);
    }
}
