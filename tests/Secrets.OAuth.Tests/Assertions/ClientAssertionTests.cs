using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Msmtp.Secrets.OAuth.Assertions;
using Msmtp.Secrets.OAuth.Tests.Support;
using Msmtp.TestKit;
using Msmtp.Testing;
using NSubstitute;

namespace Msmtp.Secrets.OAuth.Tests.Assertions;

public sealed class ClientAssertionTests : IDisposable
{
    readonly TempDirectory folder = new();
    readonly ManualTime time = new();
    readonly ISecretLookup secrets = Substitute.For<ISecretLookup>();
    string? credentials;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_assertion_is_signed_with_PSS_and_names_the_certificate()
    {
        using var assertion = await CreateAsync(Keys.Pem);

        var token = new ReadToken(assertion);
        Assert.True(token.IsSignedBy(Keys.Rsa, RSASignaturePadding.Pss));
        Assert.Equal("PS256", token.Header.GetProperty("alg").GetString());
        Assert.Equal("JWT", token.Header.GetProperty("typ").GetString());
        Assert.Equal(
            Base64Url.EncodeToString(SHA256.HashData(Keys.Certificate.RawData)), token.Header.GetProperty("x5t#S256").GetString());
        Assert.Equal("client", token.Claims.GetProperty("iss").GetString());
        Assert.Equal("client", token.Claims.GetProperty("sub").GetString());
        Assert.Equal("https://id.example.org/token", token.Claims.GetProperty("aud").GetString());
    }

    [Fact]
    public async Task An_assertion_is_valid_now_and_for_less_than_ten_minutes()
    {
        using var assertion = await CreateAsync(Keys.Pem);

        var claims = new ReadToken(assertion).Claims;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        Assert.InRange(claims.GetProperty("nbf").GetInt64(), now - 60, now);
        Assert.InRange(claims.GetProperty("iat").GetInt64(), now - 60, now);
        Assert.InRange(claims.GetProperty("exp").GetInt64(), now + 60, claims.GetProperty("nbf").GetInt64() + 600);
    }

    [Fact]
    public async Task No_two_assertions_have_the_same_identifier()
    {
        using var one = await CreateAsync(Keys.Pem);
        using var other = await CreateAsync(Keys.Pem);

        Assert.NotEqual(
            new ReadToken(one).Claims.GetProperty("jti").GetString(), new ReadToken(other).Claims.GetProperty("jti").GetString());
    }

    [Fact]
    public async Task A_key_of_PKCS_1_is_as_good()
    {
        using var assertion = await CreateAsync("some text before\n" + Keys.Rsa.ExportRSAPrivateKeyPem());

        Assert.True(new ReadToken(assertion).IsSignedBy(Keys.Rsa, RSASignaturePadding.Pss));
    }

    [Fact]
    public async Task The_passphrase_of_an_encrypted_key_is_looked_up_for_its_file()
    {
        using var passphrase = Secret.FromText("correct horse");
        var query = new SecretQuery(SecretKind.KeyPassphrase) { File = folder.File("key.pem") };
        secrets.FindAsync(query, Arg.Any<CancellationToken>()).Returns(passphrase);

        using var assertion = await CreateAsync(Keys.Encrypted("correct horse"));

        Assert.True(new ReadToken(assertion).IsSignedBy(Keys.Rsa, RSASignaturePadding.Pss));
        await secrets.Received().ReportAsync(Arg.Any<SecretQuery>(), passphrase, SecretVerdict.Accepted, Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task A_wrong_passphrase_is_reported_and_not_repeated()
    {
        using var passphrase = Secret.FromText("battery staple");
        secrets.FindAsync(Arg.Any<SecretQuery>(), Arg.Any<CancellationToken>()).Returns(passphrase);

        var failure = await FailureAsync(Keys.Encrypted("correct horse"));

        Assert.Equal($"cannot use oauth_key_file {folder.File("key.pem")}: the passphrase does not open its key", failure.Message);
        Assert.DoesNotContain("battery", failure.ToString(), StringComparison.Ordinal);
        await secrets.Received().ReportAsync(Arg.Any<SecretQuery>(), passphrase, SecretVerdict.Rejected, Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Without_a_passphrase_an_encrypted_key_is_of_no_use()
    {
        secrets.FindAsync(Arg.Any<SecretQuery>(), Arg.Any<CancellationToken>()).Returns((Secret?)null);

        var failure = await FailureAsync(Keys.Encrypted("x"));

        Assert.EndsWith("its key is encrypted, and nothing knows the passphrase", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ec", "its key is not an RSA key, which the signature needs")]
    [InlineData("old ec", "its key is not an RSA key, which the signature needs")]
    [InlineData("small", "its key has 1024 bits, and needs 2048 or more")]
    [InlineData("other", "the key belongs to another certificate")]
    [InlineData("damaged", "its key is damaged")]
    [InlineData("old encryption", "its key is encrypted in an old way: convert it with openssl pkcs8 -topk8")]
    [InlineData("none", "it has no private key in PEM")]
    public async Task A_key_that_cannot_sign_is_refused_with_the_reason(string kind, string reason)
    {
        var failure = await FailureAsync(KeyOf(kind));

        Assert.Equal(ExitCode.Config, failure.ExitCode);
        Assert.Equal($"cannot use oauth_key_file {folder.File("key.pem")}: {reason}", failure.Message);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public async Task A_key_that_others_can_read_is_refused(UnixFileMode others)
    {
        var failure = await FailureAsync(Keys.Pem, others);

        Assert.Equal($"cannot use oauth_key_file {folder.File("key.pem")}: others can read or change it", failure.Message);
        Assert.Equal($"make it private: chmod 600 {folder.File("key.pem")}", failure.Advice);
    }

    [Fact]
    public async Task Whoever_hands_over_credentials_decides_who_reads_them()
    {
        credentials = folder.Path;

        using var assertion = await CreateAsync(Keys.Pem, UnixFileMode.GroupRead);

        Assert.NotNull(assertion);
    }

    [Fact]
    public async Task A_file_that_is_missing_is_named()
    {
        folder.Write("cert.pem", Keys.Certificate.ExportCertificatePem());

        var failure = await Assert.ThrowsAsync<MailException>(
            () => ClientAssertion.CreateAsync(Facts, TestContext.Current.CancellationToken).AsTask());

        Assert.Equal($"cannot use oauth_key_file {folder.File("key.pem")}: No such file or directory", failure.Message);
    }

    [Theory]
    [InlineData("", "it has no certificate in PEM")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "its certificate is damaged")]
    public async Task A_file_without_a_certificate_is_refused(string pem, string reason)
    {
        var failure = await FailureAsync(Keys.Pem, certificate: pem);

        Assert.Equal($"cannot use oauth_cert_file {folder.File("cert.pem")}: {reason}", failure.Message);
    }

    static string KeyOf(string kind) => kind switch
    {
        "ec" => ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportPkcs8PrivateKeyPem(),
        "old ec" => ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportECPrivateKeyPem(),
        "small" => RSA.Create(1024).ExportPkcs8PrivateKeyPem(),
        "other" => RSA.Create(2048).ExportPkcs8PrivateKeyPem(),
        "damaged" => "-----BEGIN PRIVATE KEY-----\nMAAA\n-----END PRIVATE KEY-----\n",
        "old encryption" =>
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nMAAA\n-----END RSA PRIVATE KEY-----\n",
        _ => Keys.Certificate.ExportCertificatePem(),
    };

    async Task<MailException> FailureAsync(string key, UnixFileMode others = UnixFileMode.None, string? certificate = null) =>
        await Assert.ThrowsAsync<MailException>(async () => (await CreateAsync(key, others, certificate)).Dispose());

    ValueTask<Secret> CreateAsync(string key, UnixFileMode others = UnixFileMode.None, string? certificate = null)
    {
        var path = folder.Write("key.pem", key);
        folder.Write("cert.pem", certificate ?? Keys.Certificate.ExportCertificatePem());
        if (others != UnixFileMode.None && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | others);
        return ClientAssertion.CreateAsync(Facts, TestContext.Current.CancellationToken);
    }

    AssertionFacts Facts => new()
    {
        Context = new PluginContext
        {
            Account = new MailAccount(AccountSettings.Empty),
            Secrets = secrets,
            Shell = Substitute.For<IShell>(),
            Environment = new PluginEnvironment { Home = "", GetVariable = name => name == "CREDENTIALS_DIRECTORY" ? credentials : null },
            Time = time,
        },
        ClientId = "client",
        Audience = "https://id.example.org/token",
        CertificateFile = folder.File("cert.pem"),
        KeyFile = folder.File("key.pem"),
    };
}
