using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>An authority below another one, and a server's certificate that it has issued.</summary>
sealed record AuthorityBetween(X509Certificate2 Certificate, X509Certificate2 OfServer)
{
    /// <summary>Makes both.</summary>
    public static AuthorityBetween Below(X509Certificate2 root)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var between = new CertificateRequest("CN=between", key, HashAlgorithmName.SHA256);
        between.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        var certificate = between.Create(root, root.NotBefore, root.NotAfter, [1, 1]).CopyWithPrivateKey(key);

        using var serversKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var server = new CertificateRequest("CN=localhost", serversKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        server.CertificateExtensions.Add(names.Build());
        return new(certificate, server.Create(certificate, root.NotBefore, root.NotAfter, [1, 2]).CopyWithPrivateKey(serversKey));
    }
}
