using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Msmtp.TestKit;

namespace Msmtp.Server.Tests;

public sealed class CertificateTests : IDisposable
{
    readonly TestCertificates certificates = new();

    [Fact]
    public void The_authority_vouches_for_its_own_certificates_only()
    {
        Assert.True(IsTrusted(certificates.Good));
        Assert.True(IsTrusted(certificates.WrongHost));
        Assert.False(IsTrusted(certificates.Expired));
        Assert.False(IsTrusted(certificates.NotYetValid));
        Assert.False(IsTrusted(certificates.SelfSigned));
        Assert.False(IsTrusted(certificates.ByOtherAuthority));
    }

    [Fact]
    public void Certificates_name_their_hosts()
    {
        Assert.True(certificates.Good.MatchesHostname("localhost"));
        Assert.True(certificates.Good.MatchesHostname("127.0.0.1"));
        Assert.True(certificates.Good.MatchesHostname("::1"));
        Assert.False(certificates.WrongHost.MatchesHostname("localhost"));
        Assert.True(certificates.WrongHost.MatchesHostname("mail.example.org"));
    }

    [Fact]
    public void Pem_files_contain_certificate_and_key()
    {
        using var read = X509Certificate2.CreateFromPemFile(
            certificates.CertificateFile(certificates.Client), certificates.KeyFile(certificates.Client));

        Assert.True(read.HasPrivateKey);
        Assert.Equal(certificates.Client.Thumbprint, read.Thumbprint);
    }

    [Fact]
    public void A_fingerprint_is_hexadecimal_with_colons() =>
        Assert.Matches("^([0-9A-F]{2}:){31}[0-9A-F]{2}$", TestCertificates.Fingerprint(certificates.Good, HashAlgorithmName.SHA256));

    [Fact]
    public void The_quickstarts_certificate_is_for_this_machine_and_exports_as_pem()
    {
        using var made = ServerCertificate.Create();
        using var authority = X509Certificate2.CreateFromPem(made.AuthorityPem);
        using var certificate = X509Certificate2.CreateFromPem(made.CertificatePem, made.PrivateKeyPem);

        Assert.True(certificate.HasPrivateKey);
        Assert.True(certificate.MatchesHostname("localhost"));
        Assert.Equal(authority.Subject, certificate.Issuer);
    }

    [Fact]
    public void A_certificate_has_the_names_that_were_asked_for()
    {
        using var authority = CertificateAuthority.Create("a", TimeProvider.System);
        using var certificate = authority.Issue(["a.example.org", "b.example.org"], [IPAddress.Parse("192.0.2.1")]);

        Assert.True(certificate.MatchesHostname("b.example.org"));
        Assert.True(certificate.MatchesHostname("192.0.2.1"));
    }

    public void Dispose() => certificates.Dispose();

    bool IsTrusted(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.Add(certificates.Authority);
        return chain.Build(certificate);
    }
}
