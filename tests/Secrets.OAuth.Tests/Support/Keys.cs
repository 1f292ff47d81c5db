using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Secrets.OAuth.Tests.Support;

/// <summary>A key, made once for all tests, and its certificate.</summary>
static class Keys
{
    public static RSA Rsa { get; } = RSA.Create(2048);

    public static string Pem { get; } = Rsa.ExportPkcs8PrivateKeyPem();

    public static X509Certificate2 Certificate { get; } = Certify(Rsa);

    public static X509Certificate2 Certify(RSA key) =>
        new CertificateRequest("CN=msmtp", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(
            new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2090, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public static string Encrypted(string passphrase) =>
        Rsa.ExportEncryptedPkcs8PrivateKeyPem(
            passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2048));

    /// <summary>A service account's file.</summary>
    public static string ServiceAccount(string tokenUri = "https://oauth2.googleapis.com/token", string? pem = null) => $$"""
        {
          "type": "service_account",
          "project_id": "project",
          "private_key_id": "0123456789abcdef",
          "private_key": {{System.Text.Json.JsonSerializer.Serialize(pem ?? Pem)}},
          "client_email": "mail@project.iam.gserviceaccount.com",
          "client_id": "1234",
          "token_uri": "{{tokenUri}}"
        }
        """;
}
