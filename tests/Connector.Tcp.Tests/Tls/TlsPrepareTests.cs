using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Msmtp.Connector.Tcp.Tests.Certificates;
using Msmtp.TestKit;

namespace Msmtp.Connector.Tcp.Tests.Tls;

/// <summary>What is wrong with the files and wishes of an account is told before anything is connected.</summary>
public sealed class TlsPrepareTests : IDisposable
{
    static readonly Authority Root = new("Root");

    readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_trust_file_that_is_not_there() => Refuses(
        AccountSettings.Empty.With(CommonSettings.TlsTrustFile, "/nowhere/ca"),
        "cannot set X509 trust file /nowhere/ca for TLS session: Error while reading file.");

    [Fact]
    public void A_trust_file_that_is_a_folder() => Refuses(
        AccountSettings.Empty.With(CommonSettings.TlsTrustFile, folder.Path),
        $"cannot set X509 trust file {folder.Path} for TLS session: Error while reading file.");

    [Theory]
    [InlineData("")]
    [InlineData("this is no certificate\n")]
    public void A_trust_file_without_a_certificate(string text)
    {
        var file = folder.Write("ca", text);

        Refuses(AccountSettings.Empty.With(CommonSettings.TlsTrustFile, file), $"cannot set X509 trust file {file} for TLS session: Success.");
    }

    [Fact]
    public void A_revocation_list_that_is_not_there() => Refuses(
        AccountSettings.Empty.With(TlsSettings.CrlFile, "/nowhere/crl"),
        "cannot set X509 CRL file /nowhere/crl for TLS session: Error while reading file.");

    [Fact]
    public void A_file_without_a_revocation_list()
    {
        var file = folder.Write("crl", "junk");

        Refuses(AccountSettings.Empty.With(TlsSettings.CrlFile, file), $"cannot set X509 CRL file {file} for TLS session: Base64 decoding error.");
    }

    [Fact]
    public void A_revocation_list_for_the_certificates_of_others_is_not_ignored()
    {
        var file = folder.Write("crl", RevocationListTests.IndirectPem(Root));

        Refuses(
            AccountSettings.Empty.With(TlsSettings.CrlFile, file),
            $"cannot set X509 CRL file {file} for TLS session: "
                + "The revocation list has a critical extension that is not supported (2.5.29.28).");
    }

    [Fact]
    public void A_clients_certificate_that_is_not_there() => Refuses(
        AccountSettings.Empty.With(TlsSettings.KeyFile, "/nowhere/key").With(TlsSettings.CertFile, "/nowhere/cert"),
        "cannot set X509 key file /nowhere/key and/or X509 cert file /nowhere/cert for TLS session: Error while reading file.");

    [Theory]
    [InlineData("pkcs11:token=t;object=o?pin-value=1234", "/nowhere/cert")]
    [InlineData("/nowhere/key", "PKCS11:token=t;object=o")]
    public void A_clients_certificate_in_a_token_whose_PIN_is_not_repeated(string key, string certificate) => Refuses(
        AccountSettings.Empty.With(TlsSettings.KeyFile, key).With(TlsSettings.CertFile, certificate),
        "cannot set X509 key file and/or X509 cert file for TLS session: what is in a token (PKCS #11) cannot be used.");

    [Fact]
    public void A_clients_certificate_with_the_key_of_another() => RefusesClient(
        Root.IssueForClient("one").ExportCertificatePem(),
        Root.IssueForClient("other").GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(),
        "The certificate and the given key do not match.");

    [Fact]
    public void A_clients_certificate_that_is_none() => RefusesClient(
        "junk", Root.IssueForClient("one").GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(), "Base64 decoding error.");

    [Fact]
    public void A_key_that_is_none() =>
        RefusesClient(Root.IssueForClient("one").ExportCertificatePem(), "junk", "The requested data were not available.");

    [Fact]
    public void A_key_that_is_encrypted()
    {
        var certificate = Root.IssueForClient("one");
        var key = certificate.GetECDsaPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem(
            "secret", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 10));

        RefusesClient(certificate.ExportCertificatePem(), key, "Decryption has failed.");
    }

    [Fact]
    public void Priorities_that_mean_nothing_come_before_all_files()
    {
        var settings = AccountSettings.Empty.With(CommonSettings.TlsTrustFile, "/nowhere/ca").With(TlsSettings.Priorities, "NORMAL:-FOO");

        var failure = Prepare(settings);

        Assert.Equal("cannot set priorities for TLS session: error in priority string at position 8", failure.Message);
        Assert.Equal((ExitCode.Software, DeliveryStage.Tls), (failure.ExitCode, failure.Stage));
    }

    [Fact]
    public void A_prime_larger_than_can_be_promised()
    {
        var failure = Prepare(AccountSettings.Empty.With<int?>(TlsSettings.MinDhPrimeBits, 4096));

        Assert.StartsWith("cannot set minimum DH prime bits for TLS session: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Software, failure.ExitCode);
    }

    [Fact]
    public void Files_that_are_not_needed_are_not_read()
    {
        Assert.True(Fingerprint.TryParse(new SettingArgument(string.Join(':', Enumerable.Repeat("00", 32))), out var fingerprint));
        var settings = AccountSettings.Empty.With(CommonSettings.TlsTrustFile, "/nowhere/ca").With(TlsSettings.CrlFile, "/nowhere/crl");

        Assert.NotNull(Layer(settings.With(TlsSettings.PinnedFingerprint, fingerprint)));
        Assert.NotNull(Layer(settings.With(CommonSettings.TlsCertCheck, false)));
    }

    static MailException Prepare(AccountSettings settings) =>
        Assert.Throws<MailException>(() => Layer(settings));

    static TlsLayer Layer(AccountSettings settings)
    {
        var preparing = TlsLayer.PrepareAsync(Given.Context(IoMode.Blocking, settings).Own(), TestContext.Current.CancellationToken);
        Assert.True(preparing.IsCompleted);
        return preparing.Result;
    }

    static void Refuses(AccountSettings settings, string message)
    {
        var failure = Prepare(settings);

        Assert.Equal(message, failure.Message);
        Assert.Equal((ExitCode.NoInput, DeliveryStage.Tls), (failure.ExitCode, failure.Stage));
    }

    void RefusesClient(string certificate, string key, string why)
    {
        var (certFile, keyFile) = (folder.Write("cert", certificate), folder.Write("key", key));

        Refuses(
            AccountSettings.Empty.With(TlsSettings.CertFile, certFile).With(TlsSettings.KeyFile, keyFile),
            $"cannot set X509 key file {keyFile} and/or X509 cert file {certFile} for TLS session: {why}");
    }
}
