using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>The files by which an application and a service account sign in.</summary>
sealed class ApplicationKeys
{
    RSA? service;

    /// <summary>PEM file of the application's certificate.</summary>
    public string Certificate { get; private init; } = "";

    /// <summary>PEM file of the application's private key.</summary>
    public string Key { get; private init; } = "";

    /// <summary>PEM file of the service account's public key.</summary>
    public string ServicePublicKey { get; private init; } = "";

    /// <summary>Makes the keys, in a folder.</summary>
    public static ApplicationKeys Write(TempDirectory folder)
    {
        using var application = RSA.Create(2048);
        var request = new CertificateRequest("CN=application", application, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        var service = RSA.Create(2048);
        return new ApplicationKeys
        {
            service = service,
            Certificate = folder.Write("application.pem", certificate.ExportCertificatePem() + "\n"),
            Key = folder.Write("application.key", application.ExportPkcs8PrivateKeyPem() + "\n"),
            ServicePublicKey = folder.Write("service.pem", service.ExportSubjectPublicKeyInfoPem() + "\n"),
        };
    }

    /// <summary>The service account's key as Google hands it out.</summary>
    /// <param name="issuer">The provider.</param>
    public string ServiceAccount(string issuer) => JsonSerializer.Serialize(new Dictionary<string, string>
    {
        ["type"] = "service_account",
        ["project_id"] = "project",
        ["private_key_id"] = "k1",
        ["private_key"] = service!.ExportPkcs8PrivateKeyPem() + "\n",
        ["client_email"] = "service@project.example",
        ["client_id"] = "1234567890",
        ["token_uri"] = $"{issuer}/token",
    });
}
